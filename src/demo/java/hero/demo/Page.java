package hero.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The page and its files, filled in once at the start. */
record Page(String html) {
    static Page of(String version, Map<String, String> environment) throws IOException {
        var organization = environment.getOrDefault("HERO_ORGANIZATION", "no organization");
        var person = environment.getOrDefault("HERO_PERSON", "nobody");
        var html = file("cockpit.html")
                .replace("@VERSION@", escape(version))
                .replace("@INSTANCE@", escape(environment.getOrDefault("HERO_INSTANCE", "no instance")))
                .replace("@ORGANIZATION@", escape(organization))
                .replace("@PERSON@", escape(person));
        return new Page(html);
    }

    static String file(String name) throws IOException {
        try (var in = Page.class.getResourceAsStream("/" + name)) {
            if (in == null) {
                throw new IOException(name + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;")
                .replace("@", "&#64;");
    }
}
