package hero.deployer.base;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

import jakarta.inject.Singleton;
import jakarta.ws.rs.NotSupportedException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.type.LogicalType;
import io.quarkus.jackson.ObjectMapperCustomizer;
import org.jspecify.annotations.Nullable;

/** The one door for request bodies: bounded, well-formed UTF-8, strict JSON; what is wrong comes back as a 400 that names the field. */
@Provider
public class JsonBody implements ReaderInterceptor {
    /** The most that a JSON body may hold, in bytes. */
    public static final int MAX_JSON_BYTES = 1 << 20;

    /** Ten thousand people are larger than any other form, as a table or as JSON. */
    static final int MAX_LARGE_BYTES = 4 << 20;

    /** A form that may be larger than others: it holds thousands of rows. */
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.TYPE)
    public @interface Large {}

    /** A form that may be left out altogether; a route that takes one declares its parameter nullable. */
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.TYPE)
    public @interface Optional {}

    private static final MediaType CSV = new MediaType("text", "csv");
    private static final int MAX_DEPTH = 32;

    /** NUL, which PostgreSQL cannot keep, and halves of surrogate pairs, which are no characters. */
    private static final Pattern NO_CHARACTER = Pattern.compile("(?i)\0|(?<!\\\\)(?:\\\\\\\\)*\\\\u(?:0000"
            + "|d[89ab][0-9a-f]{2}(?!\\\\ud[c-f][0-9a-f]{2})"
            + "|(?<!\\\\ud[89ab][0-9a-f]{2}\\\\u)d[c-f][0-9a-f]{2})");

    /** The most that any body of this type may hold, in bytes; artifacts are bounded where they are stored. */
    static long limit(@Nullable MediaType type) {
        if (type == null) {
            return MAX_LARGE_BYTES;
        }
        return switch (type.getType() + "/" + type.getSubtype()) {
            case "application/gzip", "application/octet-stream" -> Long.MAX_VALUE;
            default -> MAX_LARGE_BYTES;
        };
    }

    static ProblemException tooLarge(long limit) {
        return ProblemException.of(
                413, "too-large", "Too large", "The body is larger than " + limit + " bytes, the most that is read.");
    }

    @Override
    public @Nullable Object aroundReadFrom(ReaderInterceptorContext context) throws IOException {
        long limit = limit(context.getMediaType());
        if (limit == Long.MAX_VALUE) {
            // artifacts go from the connection to the disk; nothing takes one as a form or a text
            throw new NotSupportedException();
        }
        if (!isLarge(context)) {
            limit = MAX_JSON_BYTES;
        }
        if (MediaType.TEXT_PLAIN_TYPE.isCompatible(context.getMediaType()) && context.getType() != String.class) {
            // the server would hand the text to whatever constructor takes one
            throw new NotSupportedException();
        }
        var bytes = read(context.getInputStream(), (int) limit);
        boolean optional = context.getType().isAnnotationPresent(Optional.class);
        if (bytes.length == 0 && optional) {
            return null;
        }
        if (CSV.isCompatible(context.getMediaType())) {
            bytes = table(bytes, context.getMediaType()).getBytes(StandardCharsets.UTF_8);
            context.setMediaType(CSV.withCharset("UTF-8"));
        } else {
            checked(bytes, StandardCharsets.UTF_8, "is not UTF-8");
        }
        context.setInputStream(new ByteArrayInputStream(bytes));
        Object body;
        try {
            body = context.proceed();
        } catch (JsonProcessingException e) {
            throw refusal(e);
        } catch (WebApplicationException e) {
            throw e.getCause() instanceof JsonProcessingException json ? refusal(json) : e;
        }
        if (body == null && !optional) {
            throw ProblemException.badField("body", "is missing");
        }
        return body;
    }

    private static boolean isLarge(ReaderInterceptorContext context) {
        return context.getType().isAnnotationPresent(Large.class) || CSV.isCompatible(context.getMediaType());
    }

    private static byte[] read(InputStream in, int limit) throws IOException {
        var bytes = in.readNBytes(limit + 1);
        if (bytes.length > limit) {
            throw tooLarge(limit);
        }
        return bytes;
    }

    private static String checked(byte[] bytes, Charset charset, String otherwise) {
        try {
            var text = charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            if (NO_CHARACTER.matcher(text).find()) {
                throw ProblemException.badField("body", "holds NUL or half a surrogate pair");
            }
            return text;
        } catch (CharacterCodingException e) {
            throw ProblemException.badField("body", otherwise);
        }
    }

    /** A table as spreadsheets save it: UTF-8, UTF-16 with its byte order mark, or the charset that its sender names. */
    private static String table(byte[] bytes, MediaType type) {
        boolean wide = bytes.length > 1
                && ((bytes[0] == (byte) 0xff && bytes[1] == (byte) 0xfe)
                        || (bytes[0] == (byte) 0xfe && bytes[1] == (byte) 0xff));
        if (wide) {
            return checked(bytes, StandardCharsets.UTF_16, "is not whole UTF-16: save it as CSV UTF-8");
        }
        var named = type.getParameters().getOrDefault("charset", "UTF-8");
        try {
            return checked(bytes, Charset.forName(named), "is not " + named + ": save it as CSV UTF-8");
        } catch (IllegalArgumentException unknown) {
            throw ProblemException.badField("body", "is in a charset that is not known here: save it as CSV UTF-8");
        }
    }

    /** Says where and what, never with the value: it may be a password. */
    private static ProblemException refusal(JsonProcessingException e) {
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof ProblemException problem) {
                return problem;
            }
        }
        if (!(e instanceof JsonMappingException mapping) || mapping.getPath().isEmpty()) {
            return ProblemException.badField("body", syntax(e));
        }
        return ProblemException.badField(path(mapping), message(mapping));
    }

    private static String syntax(JsonProcessingException e) {
        if (e instanceof MismatchedInputException mismatch) {
            return mismatch.getLocation() == null || mismatch.getLocation().getCharOffset() == 0
                    ? "is missing"
                    : message(mismatch);
        }
        var at = e.getLocation();
        return "is not JSON as it is read here: unreadable, twice the same field, too deep or too long"
                + (at == null ? "" : " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")");
    }

    private static String path(JsonMappingException e) {
        var path = new StringBuilder();
        for (var step : e.getPath()) {
            if (step.getFieldName() == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
            }
        }
        return path.toString();
    }

    private static String message(JsonMappingException e) {
        return switch (e) {
            case UnrecognizedPropertyException unknown -> "is not a known field";
            case MismatchedInputException mismatch
            when mismatch.getTargetType() != null -> "must be " + name(mismatch.getTargetType());
            default -> "is not valid";
        };
    }

    private static String name(Class<?> type) {
        if (type.isEnum()) {
            return "one of the known names";
        }
        if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        }
        if (type.isPrimitive() || Number.class.isAssignableFrom(type)) {
            return "a number that fits";
        }
        if (CharSequence.class.isAssignableFrom(type)) {
            return "a text";
        }
        if (type.getName().startsWith("java.time.")) {
            return "a time such as 2026-01-31T12:00:00Z";
        }
        return Iterable.class.isAssignableFrom(type) || type.isArray() ? "a list" : "an object";
    }

    /** Makes the application's one mapper strict: nothing is guessed, converted or ignored. */
    @Singleton
    public static class Strict implements ObjectMapperCustomizer {
        @Override
        public int priority() {
            return MINIMUM_PRIORITY;
        }

        @Override
        @SuppressWarnings("deprecation") // the mapper is built by Quarkus; its builder is out of reach
        public void customize(ObjectMapper mapper) {
            mapper.enable(
                    DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                    DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
                    DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
                    DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS,
                    DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);
            mapper.disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT);
            mapper.configure(MapperFeature.ALLOW_COERCION_OF_SCALARS, false);
            mapper.enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
            mapper.coercionConfigFor(LogicalType.Textual)
                    .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                    .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                    .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
            mapper.getFactory()
                    .setStreamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxNumberLength(100)
                            .maxNameLength(1_000)
                            .maxStringLength(MAX_JSON_BYTES)
                            .build());
        }
    }
}
