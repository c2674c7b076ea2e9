package stoa.rooms;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import stoa.xmpp.form.DataForm;
import stoa.xmpp.form.FormField;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.rsm.PageRequest;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.StanzaError;
import stoa.xmpp.stanza.StanzaError.Condition;
import stoa.xmpp.xml.Element;

/**
 * Extended channel search (XEP-0433): finds rooms of one service by words in their names,
 * descriptions and addresses, among those the asker may know of, with what a person wants to know
 * before entering. Nothing is kept between two pages. Safe on any thread; looks at every room of
 * the directory, and answers with at most {@link RoomDirectory#MAX_PAGE}.
 */
final class ChannelSearch {
    static final String SEARCH = "urn:xmpp:channel-search:0:search";
    private static final String PARAMS = "urn:xmpp:channel-search:0:search-params";
    private static final String ERROR = "urn:xmpp:channel-search:0:error";
    private static final String BY_USERS = "{urn:xmpp:channel-search:0:order}nusers";
    private static final String BY_ADDRESS = "{urn:xmpp:channel-search:0:order}address";
    private static final String NON_ANONYMOUS = "{urn:xmpp:channel-search:0:anonymity}none";
    private static final String SEMI_ANONYMOUS = "muc_semianonymous";
    private static final String MUC = "xep-0045";

    private static final String WORDS = "q";
    private static final String ALL = "all";
    private static final String IN_NAME = "sinname";
    private static final String IN_DESCRIPTION = "sindescription";
    private static final String IN_ADDRESS = "sinaddress";
    private static final String LEAST_USERS = "min_users";
    private static final String TYPES = "types";
    private static final String ORDER = "key";

    /** The most words of a search: each is looked for in every room. */
    static final int MOST_WORDS = 10;

    /** A room that was found, with how many are in it. */
    private record Found(Listing room, int users) {}

    private final RoomDirectory directory;
    private final Attendance attendance;

    ChannelSearch(RoomDirectory directory, Attendance attendance) {
        this.directory = directory;
        this.attendance = attendance;
    }

    /** Section 4.2: the form to an empty request, else a page of what it finds, or the refusal. */
    Iq answer(Iq request, Jid asker, String service, Element search) {
        if (search.elements().findAny().isEmpty()) {
            return request.result(Element.of("search", SEARCH).child(form().toElement()).build());
        }
        DataForm given = DataForm.in(search);
        if (given == null) {
            return request.refuse(noConditions());
        }
        StanzaError refusal = refusal(given);
        if (refusal != null) {
            return request.refuse(refusal);
        }
        PageRequest page = PageRequest.in(search).orAll();
        if (page == null) {
            return request.refuse(Condition.BAD_REQUEST.error());
        }
        Slice<Found> slice =
                Slice.of(
                        found(given, asker, service),
                        found -> found.room().address().toString(),
                        page,
                        RoomDirectory.MAX_PAGE);
        return slice == null
                ? request.refuse(Condition.ITEM_NOT_FOUND.error())
                : request.result(result(slice));
    }

    /** Section 6.1, with the defaults. */
    private static DataForm form() {
        return DataForm.of(
                DataForm.Type.FORM,
                PARAMS,
                List.of(
                        FormField.of(FormField.Type.TEXT_SINGLE, WORDS, "Search for"),
                        FormField.bool(ALL, "Show all rooms", false),
                        FormField.bool(IN_NAME, "Search in names", true),
                        FormField.bool(IN_DESCRIPTION, "Search in descriptions", true),
                        FormField.bool(IN_ADDRESS, "Search in addresses", true),
                        FormField.text(LEAST_USERS, "How many are inside at least", "0"),
                        FormField.of(FormField.Type.LIST_MULTI, TYPES, "Kinds of rooms", MUC)
                                .withOptions(new FormField.Option("Rooms (XEP-0045)", MUC)),
                        FormField.choice(
                                ORDER,
                                "Order",
                                BY_USERS,
                                new FormField.Option("Most people first", BY_USERS),
                                new FormField.Option("By address", BY_ADDRESS))));
    }

    private static @Nullable StanzaError refusal(DataForm given) {
        if (given.type() != DataForm.Type.SUBMIT || !PARAMS.equals(given.formType())) {
            return Condition.BAD_REQUEST.error(
                    "The form must be submitted with the FORM_TYPE " + PARAMS + ".");
        }
        String words = given.value(WORDS);
        boolean all = isSet(given, ALL, false);
        if (words == null && !all) {
            return noConditions();
        }
        if (words != null && !words.isBlank() && all) {
            return conflict("Either all rooms or those with certain words.", ALL, WORDS);
        }
        int terms = terms(given).size();
        if (!all && (terms == 0 || terms > MOST_WORDS)) {
            return Condition.BAD_REQUEST
                    .error(
                            "There must be one to "
                                    + MOST_WORDS
                                    + " words to search for, with a letter or a digit each.")
                    .withApplication(Element.empty("invalid-search-terms", ERROR));
        }
        if (!all && places(given).isEmpty()) {
            return conflict(
                    "Words are searched somewhere: in names, descriptions or addresses.",
                    WORDS,
                    IN_NAME,
                    IN_DESCRIPTION,
                    IN_ADDRESS);
        }
        if (leastUsers(given) < 0) {
            return Condition.BAD_REQUEST.error("How many are inside is a whole number.");
        }
        return switch (order(given)) {
            case BY_USERS, BY_ADDRESS -> null;
            default ->
                    Condition.FEATURE_NOT_IMPLEMENTED
                            .error("Rooms come by how many are inside, or by their addresses.")
                            .withType(StanzaError.Type.MODIFY)
                            .withApplication(Element.empty("invalid-sort-key", ERROR));
        };
    }

    private static StanzaError noConditions() {
        return Condition.BAD_REQUEST
                .error("There are neither words to search for, nor are all rooms asked for.")
                .withType(StanzaError.Type.CANCEL)
                .withApplication(Element.empty("no-search-conditions", ERROR));
    }

    private static StanzaError conflict(String sentence, String... fields) {
        Element.Builder conflicting = Element.of("conflicting-fields", ERROR);
        for (String field : fields) {
            conflicting.child("var", field);
        }
        return Condition.BAD_REQUEST.error(sentence).withApplication(conflicting.build());
    }

    private List<Found> found(DataForm given, Jid asker, String service) {
        FormField types = given.field(TYPES);
        if (types != null && !types.values().isEmpty() && !types.values().contains(MUC)) {
            return List.of();
        }
        Predicate<Listing> wanted = isSet(given, ALL, false) ? room -> true : holdsAll(given);
        long least = leastUsers(given);
        Stream<Found> found =
                directory
                        .visibleTo(asker, service)
                        .filter(wanted)
                        .map(room -> new Found(room, attendance.of(room.address()).size()))
                        .filter(room -> room.users() >= least);
        return order(given).equals(BY_USERS)
                ? found.sorted(Comparator.comparingInt(Found::users).reversed()).toList()
                : found.toList();
    }

    /** Every word stands in one of the places, in whatever case. */
    private static Predicate<Listing> holdsAll(DataForm given) {
        List<String> terms = terms(given);
        List<String> places = places(given);
        return room -> {
            List<String> texts = new ArrayList<>(places.size());
            for (String place : places) {
                texts.add(folded(textAt(place, room)));
            }
            return terms.stream().allMatch(term -> texts.stream().anyMatch(t -> t.contains(term)));
        };
    }

    private static String textAt(String place, Listing room) {
        return switch (place) {
            case IN_NAME -> room.name();
            case IN_DESCRIPTION -> room.description();
            default -> room.address().toString();
        };
    }

    private static List<String> places(DataForm given) {
        return Stream.of(IN_NAME, IN_DESCRIPTION, IN_ADDRESS)
                .filter(place -> isSet(given, place, true))
                .toList();
    }

    private static List<String> terms(DataForm given) {
        String words = given.value(WORDS);
        return words == null
                ? List.of()
                : Stream.of(folded(words).split("\\s+"))
                        .filter(term -> term.codePoints().anyMatch(Character::isLetterOrDigit))
                        .distinct()
                        .toList();
    }

    private static String folded(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    private static boolean isSet(DataForm given, String name, boolean otherwise) {
        FormField field = given.field(name);
        Boolean value = field == null ? null : field.bool();
        return value == null ? otherwise : value;
    }

    /** Negative when it is no whole number. */
    private static long leastUsers(DataForm given) {
        String least = given.value(LEAST_USERS);
        if (least == null || least.isBlank()) {
            return 0;
        }
        return least.matches("\\d{1,9}") ? Long.parseLong(least) : -1;
    }

    private static String order(DataForm given) {
        String order = given.value(ORDER);
        return order == null ? BY_USERS : order;
    }

    /** Section 6.2. */
    private static Element result(Slice<Found> slice) {
        Element.Builder result = Element.of("result", SEARCH);
        for (Found found : slice.items()) {
            Listing room = found.room();
            Element.Builder item =
                    Element.of("item", SEARCH)
                            .attribute("address", room.address().toString())
                            .child("name", room.name());
            if (!room.description().isEmpty()) {
                item.child("description", room.description());
            }
            if (!room.language().isEmpty()) {
                item.child("language", room.language());
            }
            item.child("nusers", Integer.toString(found.users())).child("service-type", MUC);
            if (room.isOpen()) {
                item.child("is-open", "true");
            }
            item.child("anonymity-mode", room.showsAddresses() ? NON_ANONYMOUS : SEMI_ANONYMOUS);
            result.child(item.build());
        }
        return result.child(slice.page().toElement()).build();
    }
}
