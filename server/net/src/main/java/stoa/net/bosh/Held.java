package stoa.net.bosh;

import org.jspecify.annotations.Nullable;

/** A request that was taken in its turn and is not answered yet. Confined to its session. */
final class Held {
    final long rid;
    final @Nullable String key;
    final boolean pause;
    final long arrivedMs;
    private Exchange exchange;

    Held(BoshRequest request, Exchange exchange, long arrivedMs) {
        this.rid = request.rid();
        this.key = request.body().attribute("key");
        this.pause = request.isPause();
        this.exchange = exchange;
        this.arrivedMs = arrivedMs;
    }

    /** The client has sent it again; who waited before is answered too, with the same. */
    void again(Exchange next) {
        Exchange before = exchange;
        exchange =
                before.isBroken()
                        ? next
                        : new Exchange() {
                            @Override
                            public void answer(byte[] body, String contentType) {
                                before.answer(body, contentType);
                                next.answer(body, contentType);
                            }

                            @Override
                            public boolean isBroken() {
                                return next.isBroken() && before.isBroken();
                            }
                        };
    }

    boolean isBroken() {
        return exchange.isBroken();
    }

    void answer(byte[] body, String contentType) {
        exchange.answer(body, contentType);
    }
}
