package stoa.app.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./stoa alias …}: addresses that several people answer for. */
@Command(
        name = "alias",
        description = "Make addresses that several people answer for.",
        mixinStandardHelpOptions = true,
        subcommands = {
            AliasCommand.Add.class,
            AliasCommand.Members.class,
            AliasCommand.Edit.class,
            AliasCommand.Hours.class,
            AliasCommand.Remove.class,
            AliasCommand.ListAll.class
        })
public final class AliasCommand {
    /** What the commands share. */
    abstract static class Asking implements Callable<Integer> {
        @Spec CommandSpec spec;
        @Mixin ConfigOptions options = new ConfigOptions();

        abstract ObjectNode request();

        @Override
        public Integer call() throws Exception {
            var out = spec.commandLine().getOut();
            out.println(Reach.carryOut(options, request()).path("said").asText());
            out.flush();
            return 0;
        }

        static void fill(ArrayNode into, List<String> values) {
            values.forEach(into::add);
        }
    }

    /** {@code ./stoa alias add NAME@DOMAIN --member …}. */
    @Command(name = "add", description = "Add an alias.", mixinStandardHelpOptions = true)
    static final class Add extends Asking {
        @Parameters(paramLabel = "NAME@DOMAIN")
        String address = "";

        @Option(names = "--name", paramLabel = "NAME", description = "The name shown to others.")
        @Nullable String name;

        @Option(
                names = "--member",
                paramLabel = "NAME@DOMAIN",
                description = "Who answers; may be given several times.")
        List<String> members = List.of();

        @Override
        ObjectNode request() {
            ObjectNode request = Reach.request("alias.add").put("address", address);
            request.put("name", name);
            fill(request.putArray("members"), members);
            return request;
        }
    }

    /** {@code ./stoa alias members NAME@DOMAIN --add … --remove …}. */
    @Command(
            name = "members",
            description = "List the members, after adding some or taking some out.",
            mixinStandardHelpOptions = true)
    static final class Members extends Asking {
        @Parameters(paramLabel = "NAME@DOMAIN")
        String address = "";

        @Option(names = "--add", paramLabel = "NAME@DOMAIN", description = "A new member.")
        List<String> add = List.of();

        @Option(names = "--remove", paramLabel = "NAME@DOMAIN", description = "A member no more.")
        List<String> remove = List.of();

        @Override
        ObjectNode request() {
            ObjectNode request = Reach.request("alias.members").put("address", address);
            fill(request.putArray("add"), add);
            fill(request.putArray("remove"), remove);
            return request;
        }
    }

    /** {@code ./stoa alias edit NAME@DOMAIN --name … | --live on|off}. */
    @Command(
            name = "edit",
            description = "Rename an alias, or turn its live chat on or off.",
            mixinStandardHelpOptions = true)
    static final class Edit extends Asking {
        /** One thing at a time. */
        static final class Change {
            @Option(names = "--name", paramLabel = "NAME", description = "The name shown.")
            @Nullable String name;

            @Option(
                    names = "--live",
                    paramLabel = "on|off",
                    description = "Whether it takes chat and is everybody's contact.")
            @Nullable Live live;
        }

        /** Live chat. */
        enum Live {
            on,
            off
        }

        @Parameters(paramLabel = "NAME@DOMAIN")
        String address = "";

        @ArgGroup(multiplicity = "1")
        Change change = new Change();

        @Override
        ObjectNode request() {
            return change.live == null
                    ? Reach.request("alias.rename").put("address", address).put("name", change.name)
                    : Reach.request("alias.live")
                            .put("address", address)
                            .put("on", change.live == Live.on);
        }
    }

    /** {@code ./stoa alias hours NAME@DOMAIN [--zone ZONE --open SPAN … | --always]}. */
    @Command(
            name = "hours",
            description = {
                "Show when an alias is answered, after changing it.",
                "Outside of its hours the web chat says so, and asks before it sends."
            },
            mixinStandardHelpOptions = true)
    static final class Hours extends Asking {
        /** Hours, all of them anew, or none. */
        static final class FromNowOn {
            @ArgGroup(exclusive = false)
            @Nullable Spans spans;

            @Option(names = "--always", required = true, description = "It has no hours.")
            boolean always;
        }

        /** Spans of the week in a time zone. */
        static final class Spans {
            @Option(
                    names = "--zone",
                    required = true,
                    paramLabel = "ZONE",
                    description = "A time zone, such as Europe/Berlin.")
            String zone = "";

            @Option(
                    names = "--open",
                    required = true,
                    paramLabel = "SPAN",
                    description = "Such as \"Mon-Fri 09:00-17:00\"; may be given several times.")
            List<String> open = List.of();
        }

        @Parameters(paramLabel = "NAME@DOMAIN")
        String address = "";

        @ArgGroup(multiplicity = "0..1")
        @Nullable FromNowOn now;

        @Override
        ObjectNode request() {
            ObjectNode request = Reach.request("alias.hours").put("address", address);
            ArrayNode open = request.putArray("open");
            if (now != null) {
                request.put("always", now.always);
                if (now.spans != null) {
                    request.put("zone", now.spans.zone);
                    fill(open, now.spans.open);
                }
            }
            return request;
        }
    }

    /** {@code ./stoa alias remove NAME@DOMAIN}. */
    @Command(
            name = "remove",
            description = "Remove an alias; what was said stays in the archive.",
            mixinStandardHelpOptions = true)
    static final class Remove extends Asking {
        @Parameters(paramLabel = "NAME@DOMAIN")
        String address = "";

        @Override
        ObjectNode request() {
            return Reach.request("alias.remove").put("address", address);
        }
    }

    /** {@code ./stoa alias list [DOMAIN]}. */
    @Command(name = "list", description = "List the aliases.", mixinStandardHelpOptions = true)
    static final class ListAll extends Asking {
        @Parameters(paramLabel = "DOMAIN", arity = "0..1")
        String domain = "";

        @Override
        ObjectNode request() {
            return Reach.request("alias.list").put("domain", domain);
        }
    }
}
