package stoa.webapi;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * {@code /health/live}: the process answers. {@code /health/ready}: it serves people. {@code
 * /metrics}: in Prometheus' text form.
 */
public final class HealthRoutes {
    private final BooleanSupplier ready;
    private final Supplier<String> metrics;

    public HealthRoutes(BooleanSupplier ready, Supplier<String> metrics) {
        this.ready = ready;
        this.metrics = metrics;
    }

    void mount(Router router) {
        Routes.get(
                router,
                "/health/live",
                call -> call.answer(200, new JsonObject().put("status", "live")));
        Routes.get(
                router,
                "/health/ready",
                call ->
                        call.answer(
                                ready.getAsBoolean() ? 200 : 503,
                                new JsonObject()
                                        .put(
                                                "status",
                                                ready.getAsBoolean() ? "ready" : "not-ready")));
        router.get("/metrics")
                .handler(
                        context ->
                                context.response()
                                        .putHeader(
                                                HttpHeaders.CONTENT_TYPE,
                                                "text/plain; version=0.0.4; charset=utf-8")
                                        .end(metrics.get()));
    }
}
