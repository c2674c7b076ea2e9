package stoa.bench.target;

import java.util.List;
import stoa.bench.floor.EchoServer;

/** The bare TLS echo, in a JVM of its own. */
public final class EchoTarget extends Target {
    public EchoTarget(Setting setting) {
        this("floor", setting);
    }

    private EchoTarget(String name, Setting setting) {
        super(name, setting);
    }

    @Override
    protected Target like(String otherName, Setting other) {
        return new EchoTarget(otherName, other);
    }

    @Override
    public Kind kind() {
        return Kind.ECHO;
    }

    @Override
    public String version() {
        return "Netty " + io.netty.util.Version.identify().get("netty-handler").artifactVersion();
    }

    @Override
    public String setup() {
        return "a TLS 1.3 echo on Netty with BoringSSL and epoll, an event loop a core";
    }

    @Override
    protected void prepare(Mode mode, Users users) {
        // needs nothing but the certificate
    }

    @Override
    protected List<String> command(Mode mode) {
        return java(
                EchoServer.class,
                String.valueOf(port()),
                setting.certificate().certificate().toString(),
                setting.certificate().key().toString());
    }
}
