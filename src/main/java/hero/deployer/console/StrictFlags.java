package hero.deployer.console;

import java.lang.annotation.Annotation;
import java.lang.reflect.Type;

import jakarta.ws.rs.ext.ParamConverter;
import jakarta.ws.rs.ext.ParamConverterProvider;
import jakarta.ws.rs.ext.Provider;

import org.jspecify.annotations.Nullable;

/** A flag in an address is {@code true} or {@code false}: whoever writes {@code dryRun=1} must not get the real thing. */
@Provider
public class StrictFlags implements ParamConverterProvider {
    @Override
    @SuppressWarnings("unchecked") // of Boolean, when it is asked for one
    public <T> @Nullable ParamConverter<T> getConverter(Class<T> type, Type generic, Annotation[] annotations) {
        return type == Boolean.class || type == boolean.class ? (ParamConverter<T>) new Flag() : null;
    }

    private static final class Flag implements ParamConverter<Boolean> {
        @Override
        public @Nullable Boolean fromString(@Nullable String text) {
            return switch (text) {
                case null -> null;
                case "true" -> true;
                case "false" -> false;
                default -> throw new IllegalArgumentException("neither true nor false");
            };
        }

        @Override
        public String toString(Boolean flag) {
            return flag.toString();
        }
    }
}
