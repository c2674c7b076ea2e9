package stoa.accounts;

import java.util.Set;
import stoa.core.route.HistoryResponder;
import stoa.xmpp.form.DataForm;
import stoa.xmpp.form.FormField;
import stoa.xmpp.rsm.PageRequest;
import stoa.xmpp.xml.Element;

/**
 * Which history requests show that a client gets what it has missed from the archive by itself
 * (XEP-0313): those whose pages end with the newest message. One person's part of the history,
 * older pages, single messages and mere counts do not.
 */
final class ArchiveReads {
    /** What leaves no part of the end away. */
    private static final Set<String> FROM = Set.of(DataForm.FORM_TYPE, "start", "after-id");

    private ArchiveReads() {}

    static boolean isToTheEnd(Element payload) {
        return payload.is("query", HistoryResponder.MAM)
                && isForEverything(payload)
                && isForwardOrLast(payload);
    }

    private static boolean isForEverything(Element query) {
        DataForm form = DataForm.in(query);
        if (form == null) {
            return true;
        }
        for (FormField field : form.fields()) {
            String name = field.name();
            if (name == null || (!FROM.contains(name) && form.value(name) != null)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isForwardOrLast(Element query) {
        return switch (PageRequest.in(query)) {
            case PageRequest.NotAsked nothing -> true;
            case PageRequest.Malformed malformed -> false;
            case PageRequest.Asked(PageRequest page) ->
                    page.max() != 0 && (page.before() == null || page.before().isEmpty());
        };
    }
}
