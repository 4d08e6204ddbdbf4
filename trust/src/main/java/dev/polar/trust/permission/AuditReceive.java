package dev.polar.trust.permission;

/** An audit sink's view of one category of records: commitments, never openings. */
public record AuditReceive(String category) implements Access {
    @Override
    public String kind() {
        return "audit.receive";
    }

    @Override
    public String selector() {
        return category;
    }
}
