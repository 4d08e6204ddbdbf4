package dev.polar.host.catalog;

/** Whoever has to look at every plugin again when trust changes. */
@FunctionalInterface
public interface TrustChanged {
    /** Trust is no longer what it was; returns when everything live stands under the new state. */
    void trustChanged();
}
