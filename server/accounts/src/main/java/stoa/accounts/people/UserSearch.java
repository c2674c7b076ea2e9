package stoa.accounts.people;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import stoa.core.hook.Descriptor;
import stoa.core.hook.Feature;
import stoa.core.hook.Hooks;
import stoa.core.hook.IqHandler;
import stoa.core.hook.IqRequest;
import stoa.core.hook.Target;
import stoa.core.hook.Xep;
import stoa.xmpp.form.DataForm;
import stoa.xmpp.form.FormField;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.StanzaError.Condition;
import stoa.xmpp.xml.Element;
import stoa.xmpp.xml.Name;

/**
 * XEP-0055: looks for people of one's own domain by a part of their name or user name. Where a
 * domain has more people than rosters list, this is how they are found. Asked of the domain itself,
 * by its own people only. Answers on the thread that asks.
 */
public final class UserSearch implements Feature {
    static final String NS = "jabber:iq:search";

    /** So many are found at most: who wants another one writes more of the name. */
    static final int MAX_FOUND = 50;

    /** Nobody's name is longer. */
    static final int MAX_TEXT = 200;

    /** The one field: a name, or a user name. */
    private static final String NICK = "nick";

    private static final String INSTRUCTIONS = "A part of the person's name or user name.";

    private final PeopleIndex people;

    public UserSearch(PeopleIndex people) {
        this.people = people;
    }

    @Override
    public Descriptor describe() {
        return Descriptor.of(Xep.of(55, "1.3")).advertises(Target.SERVER, NS);
    }

    @Override
    public void install(Hooks hooks) {
        hooks.iq(Target.SERVER, Name.of(NS, "query"), IqHandler.answering(this::answer));
    }

    private Iq answer(IqRequest request) {
        if (!request.from().domain().equals(request.domain().domain())) {
            return request.refuse(Condition.SERVICE_UNAVAILABLE);
        }
        return request.isSet() ? found(request) : request.result(fields());
    }

    /** What can be looked for, without and with data forms. */
    private static Element fields() {
        DataForm form =
                DataForm.of(
                                DataForm.Type.FORM,
                                NS,
                                List.of(
                                        FormField.of(
                                                FormField.Type.TEXT_SINGLE,
                                                NICK,
                                                "Name or user name")))
                        .titled("People", INSTRUCTIONS);
        return Element.of("query", NS)
                .child("instructions", INSTRUCTIONS)
                .child(Element.of(NICK, NS).build())
                .child(form.toElement())
                .build();
    }

    private Iq found(IqRequest request) {
        DataForm submitted = DataForm.in(request.payload());
        String wanted =
                submitted == null ? request.payload().childText(NICK) : submitted.value(NICK);
        if (wanted == null || wanted.isBlank() || wanted.length() > MAX_TEXT) {
            return request.refuse(Condition.BAD_REQUEST);
        }
        List<Person> hits = people.find(request.domain().domain(), wanted, MAX_FOUND);
        Element.Builder query = Element.of("query", NS);
        if (submitted == null) {
            hits.forEach(person -> query.child(item(person)));
        } else {
            query.child(table(hits));
        }
        return request.result(query.build());
    }

    private static Element item(Person person) {
        return Element.of("item", NS)
                .attribute("jid", person.address().toString())
                .child(NICK, person.displayName())
                .build();
    }

    /** XEP-0004 section 3.4: several items, with what their fields are. */
    private static Element table(List<Person> hits) {
        Element.Builder x =
                Element.of("x", DataForm.NAMESPACE)
                        .attribute("type", DataForm.Type.RESULT.text())
                        .child(value(DataForm.FORM_TYPE, NS, "hidden"))
                        .child(
                                row(
                                        "reported",
                                        reported("jid", "Address", "jid-single"),
                                        reported(NICK, "Name", "text-single")));
        hits.forEach(
                person ->
                        x.child(
                                row(
                                        "item",
                                        value("jid", person.address().toString(), null),
                                        value(NICK, person.displayName(), null))));
        return x.build();
    }

    private static Element row(String name, Element... cells) {
        Element.Builder row = Element.of(name, DataForm.NAMESPACE);
        Stream.of(cells).forEach(row::child);
        return row.build();
    }

    private static Element reported(String name, String label, String type) {
        return Element.of("field", DataForm.NAMESPACE)
                .attribute("var", name)
                .attribute("label", label)
                .attribute("type", type)
                .build();
    }

    private static Element value(String name, String value, @Nullable String type) {
        return Element.of("field", DataForm.NAMESPACE)
                .attribute("var", name)
                .attribute("type", type)
                .child("value", value)
                .build();
    }
}
