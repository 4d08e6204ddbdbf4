package dev.polar.trust.permission;

/**
 * Asking a model.
 *
 * @param model the model class an operator configured
 */
public record ModelInvoke(String model) implements Access {
    @Override
    public String kind() {
        return "model.invoke";
    }

    @Override
    public String selector() {
        return model;
    }
}
