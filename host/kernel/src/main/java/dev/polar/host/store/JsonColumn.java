package dev.polar.host.store;

import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.reflect.Type;
import java.sql.Types;
import java.util.Optional;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.argument.QualifiedArgumentFactory;
import org.jdbi.v3.core.config.ConfigRegistry;
import org.jdbi.v3.core.mapper.ColumnMapper;
import org.jdbi.v3.core.mapper.QualifiedColumnMapperFactory;
import org.jdbi.v3.core.qualifier.QualifiedType;
import org.jdbi.v3.core.qualifier.Qualifier;

/** Marks a record component that is kept as {@code jsonb}; bind such a record with {@code bindMethods}. */
@Qualifier
@Retention(RetentionPolicy.RUNTIME)
public @interface JsonColumn {

    /** Host types only: a binding shared with plugin types would keep their class loader alive. */
    Jsonb BINDING = JsonbBuilder.create();

    /** From the record to the row. */
    final class Arguments implements QualifiedArgumentFactory {
        @Override
        public Optional<Argument> build(QualifiedType<?> type, Object value, ConfigRegistry config) {
            return type.hasQualifier(JsonColumn.class)
                    ? Optional.of((position, statement, context) ->
                            statement.setObject(position, BINDING.toJson(value, type.getType()), Types.OTHER))
                    : Optional.empty();
        }
    }

    /** From the row to the record. */
    final class Mappers implements QualifiedColumnMapperFactory {
        @Override
        public Optional<ColumnMapper<?>> build(QualifiedType<?> type, ConfigRegistry config) {
            Type target = type.getType();
            return type.hasQualifier(JsonColumn.class)
                    ? Optional.of((row, column, context) -> {
                        var text = row.getString(column);
                        return text == null ? null : BINDING.fromJson(text, target);
                    })
                    : Optional.empty();
        }
    }
}
