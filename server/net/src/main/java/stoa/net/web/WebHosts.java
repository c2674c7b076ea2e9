package stoa.net.web;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import java.util.regex.Pattern;
import stoa.core.route.ServedDomains;

/** Which host a browser asked for; nothing that is not a host name leaves here. */
final class WebHosts {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9.-]{1,253}|\\[[0-9A-Fa-f:.]+]");

    private final ServedDomains domains;

    WebHosts(ServedDomains domains) {
        this.domains = domains;
    }

    /** Host and port as the browser knows them; the first served domain where it names no host. */
    String authority(HttpServerRequest request) {
        HostAndPort asked = request.authority();
        if (asked == null || !NAME.matcher(asked.host()).matches()) {
            return domains.all().getFirst().domain();
        }
        return asked.port() > 0 ? asked.host() + ":" + asked.port() : asked.host();
    }
}
