package stoa.net.login;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** Bearer tokens that a test hands out, by their text. */
final class KnownTokens implements BearerTokens {
    private final Map<String, Granted> known = new ConcurrentHashMap<>();

    void put(String token, Granted granted) {
        known.put(token, granted);
    }

    @Override
    public String discovery(String domain) {
        return "https://" + domain + "/discovery";
    }

    @Override
    public CompletionStage<Optional<Granted>> find(String token) {
        return CompletableFuture.completedFuture(Optional.ofNullable(known.get(token)));
    }
}
