package hero.deployer.identity;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;

import org.jspecify.annotations.Nullable;

/** A name that a person gives: one line, with something to be seen. Nothing at all is another rule's. */
@Target({ElementType.FIELD, ElementType.METHOD, ElementType.PARAMETER})
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = VisibleName.Validator.class)
public @interface VisibleName {
    String message() default "must be one line of text with something to be seen";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    /** By {@link VisibleText}. */
    class Validator implements ConstraintValidator<VisibleName, String> {
        @Override
        public boolean isValid(@Nullable String name, ConstraintValidatorContext context) {
            return name == null || !VisibleText.isBlank(name) && VisibleText.isOneLine(name);
        }
    }
}
