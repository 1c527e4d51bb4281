package hero.deployer.boot;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a setting may be, where its type does not say it all; checked before anything starts. (Bean Validation cannot look into interfaces that
 * are their package's own.)
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Allowed {
    /** The least number. */
    long least() default 1;

    /** The greatest number. */
    long most() default Long.MAX_VALUE;

    /** The longest time, in seconds. */
    long mostSeconds() default 3_650L * 86_400;

    /** What a text must match as a whole. */
    String pattern() default "(?s).*";

    /** What is said of a text that does not. */
    String otherwise() default "cannot be read.";
}
