package org.garner.client;

import java.util.Map;
import tools.jackson.databind.JsonNode;

/** CKAN's Action API of a server, for what its own API has no like of. */
public final class ActionsClient {
    private final ServerClient server;

    public ActionsClient(ServerClient server) {
        this.server = server;
    }

    /**
     * The result of an action.
     *
     * @throws ServerException when it is refused; its message is what the envelope says
     */
    public JsonNode call(String action, Map<String, ?> parameters) {
        return server.act(action, parameters).path("result");
    }
}
