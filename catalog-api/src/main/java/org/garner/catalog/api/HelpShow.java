package org.garner.catalog.api;

import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import tools.jackson.core.JsonGenerator;

/** What an action does: where the {@code help} of every answer points. */
@Component
class HelpShow implements ReadAction {

    /** A provider, since this action is one of them. */
    private final ObjectProvider<Action> actions;

    HelpShow(ObjectProvider<Action> actions) {
        this.actions = actions;
    }

    @Override
    public String name() {
        return "help_show";
    }

    @Override
    public String help() {
        return "Tells what an action does. name: the action's name.";
    }

    @Override
    public void answer(Parameters parameters, JsonGenerator result) {
        var name = parameters.required("name");
        var help = actions.stream()
                .filter(action -> action.name().equals(name))
                .map(Action::help)
                .toList();
        if (help.isEmpty()) {
            throw new RefusedException(
                    new ActionFailure.NotFound("there is no action named '%s'; there are %s".formatted(name, names())));
        }
        result.writeString(help.getFirst());
    }

    private List<String> names() {
        return actions.stream().map(Action::name).sorted().toList();
    }
}
