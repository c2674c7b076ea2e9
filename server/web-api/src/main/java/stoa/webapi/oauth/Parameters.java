package stoa.webapi.oauth;

import io.netty.handler.codec.http.QueryStringDecoder;
import io.vertx.core.MultiMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a request, RFC 6749 section 3.1: one without a value is as good as left out.
 */
final class Parameters {
    /** No request of ours has more; the rest is not read. */
    private static final int MOST = 64;

    private final Map<String, List<String>> all;

    private Parameters(Map<String, List<String>> all) {
        this.all = all;
    }

    /** Of a query; of one that cannot be decoded there are none. */
    static Parameters of(@Nullable String query) {
        try {
            return new Parameters(
                    query == null
                            ? Map.of()
                            : new QueryStringDecoder(
                                            query,
                                            java.nio.charset.StandardCharsets.UTF_8,
                                            false,
                                            MOST)
                                    .parameters());
        } catch (IllegalArgumentException malformed) {
            return new Parameters(Map.of());
        }
    }

    /** Of a form. */
    static Parameters of(MultiMap form) {
        Map<String, List<String>> all = new HashMap<>();
        form.names().forEach(name -> all.put(name, form.getAll(name)));
        return new Parameters(all);
    }

    /** The value, or null when there is none; of several the first. */
    @Nullable String get(String name) {
        List<String> values = all.getOrDefault(name, List.of());
        return values.isEmpty() || values.getFirst().isEmpty() ? null : values.getFirst();
    }

    boolean isDoubled(String name) {
        return all.getOrDefault(name, List.of()).size() > 1;
    }

    /** Whether any is there more than once, which none may be. */
    boolean anyDoubled() {
        return all.values().stream().anyMatch(values -> values.size() > 1);
    }
}
