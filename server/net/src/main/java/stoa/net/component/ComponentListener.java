package stoa.net.component;

import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Collectors;
import stoa.net.loop.ListeningSockets;
import stoa.net.loop.VertxLoops;

/** The port that components connect to (section 2). Safe on any thread. */
public final class ComponentListener {
    private static final int STREAM_ID_BYTES = 12;

    private final Map<String, Component> components;
    private final ListeningSockets sockets;
    private final SecureRandom random = new SecureRandom();

    public ComponentListener(Collection<Component> components, VertxLoops loops) {
        this.components =
                components.stream()
                        .collect(
                                Collectors.toUnmodifiableMap(
                                        one -> one.address().domain(), Function.identity()));
        this.sockets = new ListeningSockets(loops);
    }

    private String newStreamId() {
        byte[] bytes = new byte[STREAM_ID_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Begins to listen; completes with the address, or fails with the reason. */
    public CompletionStage<InetSocketAddress> listen(InetSocketAddress address) {
        return sockets.listen(
                sockets.bootstrap(),
                address,
                channel ->
                        channel.pipeline()
                                .addLast(new ComponentConnection(components, this::newStreamId)));
    }

    /** Takes no more connections and ends those there are; completes when the port is free. */
    public CompletionStage<Void> close() {
        components.values().forEach(Component::shutdown);
        return sockets.close();
    }
}
