package stoa.net.web;

import io.vertx.core.Vertx;
import io.vertx.core.net.KeyCertOptions;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import javax.net.ssl.KeyManagerFactory;
import org.jspecify.annotations.Nullable;
import stoa.net.tls.CertificateStore;
import stoa.net.tls.DomainCertificate;

/**
 * The certificates as Vert.x' HTTP servers want them. Vert.x keeps a TLS context for each server
 * name that the mapper knows, so the mapper knows the served ones only: names that strangers make
 * up cost nothing.
 */
final class WebCertificates implements KeyCertOptions {
    private final CertificateStore certificates;

    WebCertificates(CertificateStore certificates) {
        this.certificates = certificates;
    }

    @Override
    public KeyCertOptions copy() {
        return this;
    }

    @Override
    public KeyManagerFactory getKeyManagerFactory(Vertx vertx) {
        return certificates.forName(null).keyManagers();
    }

    @Override
    public Function<String, @Nullable KeyManagerFactory> keyManagerFactoryMapper(Vertx vertx) {
        Map<DomainCertificate, KeyManagerFactory> factories = new ConcurrentHashMap<>();
        return name ->
                certificates.isNamed(name)
                        ? factories.computeIfAbsent(
                                certificates.forName(name), DomainCertificate::keyManagers)
                        : null;
    }
}
