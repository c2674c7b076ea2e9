package stoa.bench.client;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Opens and closes many sessions, a few at a time. The methods wait and are not to be called on the
 * loop.
 */
public final class Sessions {
    private static final int AT_ONCE = 16;
    private static final int LIMIT_SECONDS = 180;
    private static final int PER_SECOND = 50;

    private Sessions() {}

    /** Logs everybody in; throws when one cannot, and then closes those who could. */
    public static List<Session> open(Loop loop, int port, List<Account> accounts, boolean managed) {
        return open(
                loop,
                accounts.stream()
                        .map(account -> new Session(loop, port, account, managed))
                        .toList());
    }

    /** Logs these in; throws when one cannot, and then closes those who could. */
    public static List<Session> open(Loop loop, List<Session> sessions) {
        CompletableFuture<Void> all = new CompletableFuture<>();
        Queue queue = new Queue(sessions, all);
        loop.run(
                () -> {
                    for (int i = 0; i < AT_ONCE; i++) {
                        queue.next();
                    }
                });
        try {
            Loop.await(all, LIMIT_SECONDS + sessions.size() / PER_SECOND);
        } catch (IllegalStateException e) {
            loop.run(() -> sessions.forEach(Session::drop));
            throw e;
        }
        return sessions;
    }

    /**
     * Closes the sessions' streams and waits until they are gone; those that linger are dropped.
     */
    public static void close(Loop loop, List<Session> sessions) {
        loop.run(() -> sessions.forEach(Session::close));
        long deadline = System.nanoTime() + 10_000_000_000L;
        while (loop.call(() -> sessions.stream().anyMatch(Session::isOpen))) {
            if (System.nanoTime() > deadline) {
                loop.run(() -> sessions.forEach(Session::drop));
                return;
            }
            pause(20);
        }
    }

    static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** The sessions still to be opened; confined to the loop. */
    private static final class Queue {
        private final List<Session> sessions;
        private final CompletableFuture<Void> all;
        private int next;
        private int ready;

        Queue(List<Session> sessions, CompletableFuture<Void> all) {
            this.sessions = sessions;
            this.all = all;
            if (sessions.isEmpty()) {
                all.complete(null);
            }
        }

        void next() {
            if (next == sessions.size() || all.isCompletedExceptionally()) {
                return;
            }
            Session session = sessions.get(next++);
            session.open(
                    s -> {
                        if (++ready == sessions.size()) {
                            all.complete(null);
                        }
                        next();
                    },
                    (s, why) ->
                            all.completeExceptionally(
                                    new IllegalStateException("login failed: " + why)));
        }
    }
}
