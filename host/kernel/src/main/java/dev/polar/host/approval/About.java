package dev.polar.host.approval;

/** Approvals as what consents are about. */
final class About {
    private static final String KIND = "approval:";

    private About() {}

    static String object(String id) {
        return KIND + id;
    }

    static String id(String object) {
        return object.substring(KIND.length());
    }
}
