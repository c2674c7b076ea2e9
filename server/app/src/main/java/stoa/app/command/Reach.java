package stoa.app.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import stoa.app.control.ControlClient;
import stoa.app.serve.OfflineAdministration;

/**
 * Has a request carried out: by the server that runs on the data directory, or, when none does, on
 * the opened store.
 */
final class Reach {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Reach() {}

    static ObjectNode request(String command) {
        return JSON.createObjectNode().put("command", command);
    }

    static JsonNode carryOut(ConfigOptions options, ObjectNode request) throws Exception {
        Optional<JsonNode> answer = ControlClient.ask(options.data, request);
        if (answer.isPresent()) {
            return answer.get();
        }
        try (OfflineAdministration offline =
                OfflineAdministration.open(options.data, options.read(false))) {
            return offline.handle(request);
        }
    }
}
