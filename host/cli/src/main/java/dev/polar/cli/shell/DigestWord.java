package dev.polar.cli.shell;

import dev.polar.trust.key.Digest;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A digest as it is typed; what is none is told with its character before anything is sent. */
public final class DigestWord implements ITypeConverter<Digest> {
    @Override
    public Digest convert(String typed) {
        try {
            return Digest.parse(typed);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
