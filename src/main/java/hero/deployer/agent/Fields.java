package hero.deployer.agent;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/** Reads the fields of a JSON object, naming the one that is wrong. */
final class Fields {
    private final Map<String, Object> json;

    Fields(Map<String, Object> json) {
        this.json = json;
    }

    static IllegalArgumentException wrong(String field, String why) {
        return new IllegalArgumentException(field + ": " + why);
    }

    String text(String field) {
        var value = optionalText(field);
        if (value == null) {
            throw wrong(field, "is missing");
        }
        return value;
    }

    @Nullable
    String optionalText(String field) {
        var value = json.get(field);
        if (value != null && !(value instanceof String)) {
            throw wrong(field, "must be text");
        }
        return (String) value;
    }

    long number(String field, long least, long most) {
        if (!(json.get(field) instanceof Number number) || number instanceof Double || number instanceof Float) {
            throw wrong(field, "must be a whole number");
        }
        long value = number instanceof java.math.BigInteger ? Long.MAX_VALUE : number.longValue();
        if (value < least || value > most) {
            throw wrong(field, "must be between " + least + " and " + most);
        }
        return value;
    }

    boolean flag(String field) {
        return Boolean.TRUE.equals(json.get(field));
    }

    /** A map of texts; absent is empty. */
    Map<String, String> texts(String field) {
        var result = new LinkedHashMap<String, String>();
        var value = json.get(field);
        if (value == null) {
            return result;
        }
        if (!(value instanceof Map<?, ?> map)) {
            throw wrong(field, "must be an object");
        }
        map.forEach((name, text) -> {
            if (!(text instanceof String)) {
                throw wrong(field + "." + name, "must be text");
            }
            result.put(String.valueOf(name), (String) text);
        });
        return result;
    }

    @Nullable
    Fields object(String field) {
        return json.get(field) instanceof Map<?, ?> map ? of(map) : null;
    }

    /** The JSON object as fields; names are always texts there. */
    static Fields of(Map<?, ?> map) {
        var copy = new LinkedHashMap<String, Object>();
        map.forEach((name, value) -> copy.put(String.valueOf(name), value));
        return new Fields(copy);
    }

    Iterable<?> list(String field) {
        return json.get(field) instanceof Iterable<?> items ? items : java.util.List.of();
    }
}
