package dev.polar.runtime;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import dev.polar.spi.Plugin;
import dev.polar.spi.ToolHandler;
import dev.polar.spi.channel.ChannelAdapter;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Rules for this module alone; those of the whole house are the kernel's to check. */
class ArchitectureTest {
    private static final Set<String> BULK =
            Set.of("loadPlugins", "unloadPlugins", "startPlugins", "stopPlugins", "deletePlugin", "enablePlugin");

    private static final ArchRule NO_BULK = noClasses()
            .should()
            .callMethodWhere(DescribedPredicate.describe(
                    "PF4J's bulk and state methods",
                    call -> call.getTargetOwner().getPackageName().equals("org.pf4j")
                            && BULK.contains(call.getName())));

    private static final ArchRule ONE_TOUCH = noClasses()
            .that()
            .resideOutsideOfPackage("dev.polar.runtime.java..")
            .should()
            .callMethodWhere(calls(Plugin.class).or(calls(ToolHandler.class)).or(calls(ChannelAdapter.class)));

    private static DescribedPredicate<JavaMethodCall> calls(Class<?> type) {
        return DescribedPredicate.describe(
                "calls of " + type.getSimpleName(),
                call -> call.getTargetOwner().isAssignableTo(type));
    }

    private static void holds(ArchRule rule, String guilty) throws ClassNotFoundException {
        var importer = new ClassFileImporter();
        rule.check(importer.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("dev.polar.runtime"));
        var caught = rule.evaluate(importer.importClasses(Class.forName(guilty)));
        assertTrue(caught.hasViolation(), guilty + " gets away with it");
    }

    @Test
    void pf4js_bulk_and_state_methods_are_not_used() throws ClassNotFoundException {
        holds(NO_BULK, "dev.polar.runtime.pf4j.GuiltyOfBulk");
    }

    @Test
    void plugin_objects_are_touched_in_one_package() throws ClassNotFoundException {
        holds(ONE_TOUCH, "dev.polar.runtime.GuiltyOfTouching");
    }
}
