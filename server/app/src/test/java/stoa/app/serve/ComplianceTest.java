package stoa.app.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import stoa.core.hook.Xep;

/**
 * docs/features/compliance.md has the rows of XEP-0479 (2023) that ask something of servers, claims
 * what the program says of itself, and no less.
 */
class ComplianceTest {
    private static final Pattern XEP = Pattern.compile("XEP-(\\d{4})");

    /** A row of the standard's tables, as far as it is about servers. */
    private record Row(String category, String feature, boolean advanced, String providers) {}

    private static final List<Row> STANDARD =
            List.of(
                    server("Core", "Core features", "RFC 6120"),
                    server("Core", "TLS", "RFC 7590"),
                    advanced("Core", "Direct TLS", "XEP-0368"),
                    server("Core", "Feature discovery", "XEP-0030"),
                    advanced("Core", "Feature broadcasts", "XEP-0115"),
                    server("Core", "Server extensibility", "XEP-0114"),
                    advanced("Core", "Event publishing", "XEP-0163"),
                    server("Web", "Web connection mechanisms", "RFC 7395 XEP-0206 XEP-0124"),
                    server("IM", "Core features", "RFC 6121"),
                    advanced("IM", "User avatar compatibility", "XEP-0398 XEP-0153"),
                    server("IM", "vcard-temp", "XEP-0054"),
                    server("IM", "Outbound message synchronization", "XEP-0280"),
                    advanced("IM", "User blocking", "XEP-0191"),
                    server("IM", "Group chat", "XEP-0045 XEP-0249"),
                    advanced("IM", "Advanced group chat", "XEP-0048 XEP-0313 XEP-0402 XEP-0410"),
                    advanced("IM", "Persistent storage of private data via PubSub", "XEP-0223"),
                    advanced("IM", "Private XML storage", "XEP-0049"),
                    advanced("IM", "Stream management", "XEP-0198"),
                    advanced("IM", "History storage and retrieval", "XEP-0313"),
                    server("IM", "File upload", "XEP-0363"),
                    server("Mobile", "Stream management", "XEP-0198"),
                    server("Mobile", "Client state indication", "XEP-0352"),
                    advanced("Mobile", "Third party push notifications", "XEP-0357"),
                    server("A/V", "STUN and TURN server discovery", "XEP-0215"));

    private static Row server(String category, String feature, String providers) {
        return new Row(category, feature, false, providers);
    }

    private static Row advanced(String category, String feature, String providers) {
        return new Row(category, feature, true, providers);
    }

    /** The cells of the page's first table, without its head. */
    private static List<List<String>> page() throws IOException {
        List<List<String>> rows = new ArrayList<>();
        for (String line : Files.readAllLines(Supported.PAGES.resolve("compliance.md"))) {
            if (line.startsWith("|")) {
                rows.add(List.of(line.substring(1).split("\\s*\\|\\s*", -1)));
            } else if (!rows.isEmpty()) {
                break;
            }
        }
        return rows.subList(2, rows.size());
    }

    private static String providers(String cell) {
        Matcher named = Pattern.compile("(RFC \\d{4}|XEP-\\d{4})").matcher(cell);
        return named.results().map(one -> one.group(1)).collect(Collectors.joining(" "));
    }

    @Test
    void the_rows_are_those_of_the_standard() throws IOException {
        assertThat(page())
                .extracting(
                        row ->
                                new Row(
                                        row.get(0).strip(),
                                        row.get(1),
                                        row.get(2).startsWith("advanced"),
                                        providers(row.get(3))))
                .isEqualTo(STANDARD);
    }

    /**
     * When this fails because something new is there, say so on the page, and in what the rows come
     * to.
     */
    @Test
    void what_is_claimed_is_what_the_program_says_of_itself() throws Exception {
        Set<String> supported =
                Supported.xeps().stream().map(Xep::toString).collect(Collectors.toSet());
        for (List<String> row : page()) {
            List<String> needed =
                    XEP.matcher(row.get(3)).results().map(one -> one.group()).toList();
            boolean all = supported.containsAll(needed);
            String claim = row.get(4).toLowerCase(Locale.ROOT);
            assertThat(claim).as("%s", row).isIn("yes", "in part", "not yet");
            if (!needed.isEmpty()) {
                assertThat(claim.equals("yes")).as("%s", row).isEqualTo(all);
            }
            for (String xep : needed) {
                assertThat(row.get(3).contains("](" + xep.toLowerCase(Locale.ROOT) + ".md)"))
                        .as("a page for what is there, of %s", row)
                        .isEqualTo(supported.contains(xep));
            }
            assertThat(row.get(5).contains("`"))
                    .as("tests beside it: %s", row)
                    .isEqualTo(!claim.equals("not yet"));
        }
    }
}
