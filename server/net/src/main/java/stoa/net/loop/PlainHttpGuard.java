package stoa.net.loop;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Sends browsers that speak plain HTTP to a port with TLS to its {@code https:} address. Looks at a
 * connection's first byte only: a TLS record begins with its type, 20 to 24 (RFC 8446 section 5.1),
 * never with a capital letter as HTTP's methods do. Whatever else comes goes to TLS untouched, and
 * nothing of a plain connection ever does. Confined to the channel's loop; holds at most {@link
 * #MAX_HEAD} bytes, for no longer than the TLS handshake behind it would take.
 */
final class PlainHttpGuard extends ChannelInboundHandlerAdapter {
    private static final int MAX_HEAD = 8 * 1024;
    private static final String END_OF_HEAD = "\r\n\r\n";

    /** The request line: only what is safe to repeat in a header. */
    private static final Pattern REQUEST = Pattern.compile("(GET|HEAD) (/[!-~]*) HTTP/1\\.[01]");

    private static final Pattern HOST =
            Pattern.compile(
                    "(?im)^host:[ \t]*((?:[a-z0-9.-]{1,253}|\\[[0-9a-f:.]+])(?::[0-9]{1,5})?)[ \t]*$");

    private @Nullable ByteBuf head;

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (!(message instanceof ByteBuf bytes) || !bytes.isReadable()) {
            ctx.fireChannelRead(message);
            return;
        }
        if (head == null && !isPlain(ctx, bytes)) {
            ctx.pipeline().remove(this);
            ctx.fireChannelRead(bytes);
            return;
        }
        if (head == null) {
            head = ctx.alloc().heapBuffer(bytes.readableBytes());
        }
        head.writeBytes(bytes, Math.min(bytes.readableBytes(), MAX_HEAD - head.readableBytes()));
        bytes.release();
        String read = head.toString(StandardCharsets.ISO_8859_1);
        if (read.contains(END_OF_HEAD) || read.length() == MAX_HEAD) {
            answer(ctx, read);
        }
    }

    /** Only on ports with TLS: elsewhere plain HTTP is what is spoken. */
    private static boolean isPlain(ChannelHandlerContext ctx, ByteBuf bytes) {
        byte first = bytes.getByte(bytes.readerIndex());
        return first >= 'A' && first <= 'Z' && ctx.pipeline().get("ssl") != null;
    }

    private static void answer(ChannelHandlerContext ctx, String head) {
        String answer = answerTo(head) + "Content-Length: 0\r\nConnection: close\r\n\r\n";
        ctx.channel().config().setAutoRead(false);
        ctx.writeAndFlush(ByteBufUtil.writeAscii(ctx.alloc(), answer))
                .addListener(ChannelFutureListener.CLOSE);
    }

    /** A changing request is not repeated elsewhere: what it carried has been in the open. */
    private static String answerTo(String head) {
        Matcher request = REQUEST.matcher(head.lines().findFirst().orElse(""));
        Matcher host = HOST.matcher(head);
        return request.matches() && host.find()
                ? "HTTP/1.1 308 Permanent Redirect\r\nLocation: https://%s%s\r\n"
                        .formatted(host.group(1), request.group(2))
                : "HTTP/1.1 400 Bad Request\r\n";
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        if (head != null) {
            head.release();
            head = null;
        }
    }
}
