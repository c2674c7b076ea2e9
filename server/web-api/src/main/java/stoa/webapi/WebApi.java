package stoa.webapi;

import io.vertx.ext.web.Router;
import stoa.webapi.files.FileRoutes;

/** All calls, mounted on the web listener's router. */
public final class WebApi {
    private final InstanceRoute instance;
    private final PeopleRoutes people;
    private final HealthRoutes health;
    private final FileRoutes files;

    public WebApi(
            InstanceRoute instance, PeopleRoutes people, HealthRoutes health, FileRoutes files) {
        this.instance = instance;
        this.people = people;
        this.health = health;
        this.files = files;
    }

    public void mount(Router router) {
        health.mount(router);
        instance.mount(router);
        people.mount(router);
        files.mount(router);
        router.route("/api/*")
                .handler(
                        context ->
                                new Call(context).refuse(new ProblemException(Problem.NOT_FOUND)));
    }
}
