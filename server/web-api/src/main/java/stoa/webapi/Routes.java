package stoa.webapi;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.function.Consumer;

/** Mounts calls so that each has the same body limit and the same way to fail. */
final class Routes {
    /** No call of ours needs more. */
    private static final int BODY_LIMIT_BYTES = 64 * 1024;

    private Routes() {}

    static void post(Router router, String path, Consumer<Call> handler) {
        router.post(path)
                .handler(BodyHandler.create(false).setBodyLimit(BODY_LIMIT_BYTES))
                .handler(context -> run(new Call(context), handler));
    }

    static void get(Router router, String path, Consumer<Call> handler) {
        router.get(path).handler(context -> run(new Call(context), handler));
    }

    private static void run(Call call, Consumer<Call> handler) {
        try {
            handler.accept(call);
        } catch (RuntimeException e) {
            call.refuse(e);
        }
    }
}
