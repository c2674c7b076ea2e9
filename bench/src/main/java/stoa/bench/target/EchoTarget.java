package stoa.bench.target;

import java.nio.file.Path;
import java.util.List;
import stoa.bench.floor.EchoServer;

/** The bare TLS echo, in a JVM of its own. */
public final class EchoTarget extends Target {
    public EchoTarget(Setting setting) {
        super("floor", setting);
    }

    @Override
    public boolean isFloor() {
        return true;
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
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:+UseCompactObjectHeaders",
                "-cp",
                System.getProperty("java.class.path"),
                EchoServer.class.getName(),
                String.valueOf(port()),
                setting.certificate().certificate().toString(),
                setting.certificate().key().toString());
    }
}
