package stoa.app.config;

import org.jspecify.annotations.Nullable;

/**
 * Something wrong in the configuration.
 *
 * @param where the file and line ({@code stoa.toml line 3}) or {@code --set}
 * @param key the key it is about, or null when the text cannot be read at all
 */
public record Problem(String where, @Nullable String key, String says) {
    @Override
    public String toString() {
        return where + ": " + (key == null ? "" : key + ": ") + says;
    }
}
