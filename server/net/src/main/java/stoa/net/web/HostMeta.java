package stoa.net.web;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import stoa.xmpp.xml.Element;
import stoa.xmpp.xml.XmlWriter;

/** Where clients find the WebSocket: host-meta, XEP-0156 section 3.2 (RFC 6415). */
final class HostMeta {
    private static final String XRD = "http://docs.oasis-open.org/ns/xri/xrd-1.0";
    private static final String WEBSOCKET = "urn:xmpp:alt-connections:websocket";

    private final WebHosts hosts;

    HostMeta(WebHosts hosts) {
        this.hosts = hosts;
    }

    void mount(Router router) {
        router.get("/.well-known/host-meta").handler(this::xml);
        router.get("/.well-known/host-meta.json").handler(this::json);
    }

    private void xml(RoutingContext context) {
        Element link =
                Element.of("Link", XRD)
                        .attribute("rel", WEBSOCKET)
                        .attribute("href", address(context.request()))
                        .build();
        Element document = Element.of("XRD", XRD).child(link).build();
        answer(
                context,
                "application/xrd+xml",
                "<?xml version='1.0' encoding='utf-8'?>" + XmlWriter.toString(document));
    }

    private void json(RoutingContext context) {
        JsonObject link =
                new JsonObject().put("rel", WEBSOCKET).put("href", address(context.request()));
        answer(
                context,
                "application/json",
                new JsonObject().put("links", new JsonArray().add(link)).encode());
    }

    /** The address as the client reached us, so that it works behind port mappings as well. */
    private String address(HttpServerRequest request) {
        return (request.isSSL() ? "wss://" : "ws://")
                + hosts.authority(request)
                + WebListener.WEBSOCKET_PATH;
    }

    private static void answer(RoutingContext context, String type, String body) {
        context.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, type)
                .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, "*") // section 3.2
                .end(body);
    }
}
