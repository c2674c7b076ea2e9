package stoa.webapi;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import java.util.List;
import java.util.function.Predicate;
import stoa.xmpp.jid.BareJid;

/**
 * What the sign-in page must know: which domain the asked host is, and with {@code --demo} whom one
 * can be.
 */
public final class InstanceRoute {
    /** A demo person; their passwords are no secret. */
    public record DemoPerson(BareJid address, String name, String password) {}

    private final String version;
    private final String defaultDomain;
    private final Predicate<String> serves;
    private final int filesKeepDays;
    private final List<DemoPerson> demo;

    /**
     * With the demo's people, or none.
     *
     * @param defaultDomain what a host is taken for that is no served domain's
     * @param filesKeepDays how many days shared files are kept; 0 for ever. Messages have no end
     * @param serves whether a host is a served domain; they may become more
     */
    public InstanceRoute(
            String version,
            String defaultDomain,
            int filesKeepDays,
            Predicate<String> serves,
            List<DemoPerson> demo) {
        this.version = version;
        this.defaultDomain = defaultDomain;
        this.filesKeepDays = filesKeepDays;
        this.serves = serves;
        this.demo = List.copyOf(demo);
    }

    void mount(Router router) {
        Routes.get(router, "/api/v1/instance", this::describe);
    }

    /** A domain's host tells of that domain only: domains are walls. */
    private void describe(Call call) {
        String host = call.host();
        String domain = serves.test(host) ? host : defaultDomain;
        JsonObject answer =
                new JsonObject()
                        .put("name", "Stoa")
                        .put("version", version)
                        .put("domain", domain)
                        .put("files_keep_days", filesKeepDays)
                        .put("domains", new JsonArray(List.of(domain)));
        if (demo.isEmpty()) {
            answer.putNull("demo");
        } else {
            JsonArray people = new JsonArray();
            for (DemoPerson person : demo) {
                people.add(
                        new JsonObject()
                                .put("address", person.address().toString())
                                .put("name", person.name())
                                .put("password", person.password()));
            }
            answer.put("demo", people);
        }
        call.answer(200, answer);
    }
}
