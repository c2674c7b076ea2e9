package stoa.app.serve;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import stoa.core.route.HistoryResponder;
import stoa.core.route.Router;
import stoa.rooms.RoomArchive;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.StanzaError.Condition;

/** Lets rooms have their history answered by the archive, without either knowing the other. */
record RoomHistory(HistoryResponder history, Router router) implements RoomArchive {
    private static final Logger LOG = LoggerFactory.getLogger(RoomHistory.class);
    private static final List<String> NAMESPACES = List.of(HistoryResponder.MAM);
    private static final List<String> FEATURES =
            List.of(HistoryResponder.MAM, HistoryResponder.MAM_EXTENDED);

    @Override
    public List<String> namespaces() {
        return NAMESPACES;
    }

    @Override
    public List<String> features() {
        return FEATURES;
    }

    @Override
    public void answer(BareJid room, Iq request) {
        history.answer(request, room)
                .whenComplete(
                        (answer, failure) -> {
                            if (failure == null) {
                                router.route(answer);
                            } else {
                                LOG.error("room_history_failed room={}", room, failure);
                                router.route(
                                        request.refuse(Condition.INTERNAL_SERVER_ERROR.error()));
                            }
                        });
    }
}
