package stoa.net.web;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashMap;
import java.util.Map;
import stoa.net.bosh.BoshEndpoint;
import stoa.xmpp.xml.Element;
import stoa.xmpp.xml.XmlWriter;

/** Where clients find the WebSocket, and BOSH: host-meta, XEP-0156 section 3.2 (RFC 6415). */
final class HostMeta {
    private static final String XRD = "http://docs.oasis-open.org/ns/xri/xrd-1.0";
    private static final String WEBSOCKET = "urn:xmpp:alt-connections:websocket";

    private static final String BOSH = "urn:xmpp:alt-connections:xbosh";

    private final WebHosts hosts;
    private final boolean bosh;

    /**
     * @param bosh whether there is any
     */
    HostMeta(WebHosts hosts, boolean bosh) {
        this.hosts = hosts;
        this.bosh = bosh;
    }

    void mount(Router router) {
        router.get("/.well-known/host-meta").handler(this::xml);
        router.get("/.well-known/host-meta.json").handler(this::json);
    }

    private void xml(RoutingContext context) {
        Element.Builder document = Element.of("XRD", XRD);
        links(context.request())
                .forEach(
                        (rel, href) ->
                                document.child(
                                        Element.of("Link", XRD)
                                                .attribute("rel", rel)
                                                .attribute("href", href)
                                                .build()));
        answer(
                context,
                "application/xrd+xml",
                "<?xml version='1.0' encoding='utf-8'?>" + XmlWriter.toString(document.build()));
    }

    private void json(RoutingContext context) {
        JsonArray links = new JsonArray();
        links(context.request())
                .forEach(
                        (rel, href) ->
                                links.add(new JsonObject().put("rel", rel).put("href", href)));
        answer(context, "application/json", new JsonObject().put("links", links).encode());
    }

    /** The addresses as the client reached us, so that they work behind port mappings as well. */
    private Map<String, String> links(HttpServerRequest request) {
        String host = hosts.authority(request);
        String secure = request.isSSL() ? "s://" : "://";
        Map<String, String> links = new LinkedHashMap<>();
        links.put(WEBSOCKET, "ws" + secure + host + WebListener.WEBSOCKET_PATH);
        if (bosh) {
            links.put(BOSH, "http" + secure + host + BoshEndpoint.PATH);
        }
        return links;
    }

    private static void answer(RoutingContext context, String type, String body) {
        context.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, type)
                .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, "*") // section 3.2
                .end(body);
    }
}
