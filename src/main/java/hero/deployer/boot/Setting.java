package hero.deployer.boot;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * One setting that the deployer knows.
 *
 * @param property its name as a property, {@code deployer.mail.port}
 * @param type what its value, or each of its values, is
 * @param many whether it is a list, separated by commas
 * @param otherwise what is used when it is not set; null: nothing
 * @param rules where the annotations stand that bound it
 */
record Setting(
        String property,
        Class<?> type,
        boolean many,
        @Nullable String otherwise,
        List<AnnotatedElement> rules) {

    /** Its name in the environment, {@code DEPLOYER_MAIL_PORT}. */
    String variable() {
        return variable(property);
    }

    static String variable(String property) {
        return property.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    }

    /** Whether its value must never be shown. */
    boolean isSecret() {
        return type == String.class && property.matches(".*[.-](?:secret|password|key|token)");
    }

    <A extends Annotation> Optional<A> rule(Class<A> kind) {
        return rules.stream()
                .map(element -> element.getAnnotation(kind))
                .filter(found -> found != null)
                .findFirst();
    }
}
