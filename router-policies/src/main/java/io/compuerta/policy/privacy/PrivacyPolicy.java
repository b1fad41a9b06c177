package io.compuerta.policy.privacy;

import java.util.Map;

/** A privacy file: what holds for everybody, and on top of it for single tenants. Immutable. */
public final class PrivacyPolicy {

    /** The version of the rules that hold without a file. */
    public static final String NO_FILE = "none";

    private final String version;
    private final PrivacyRules everybody;
    private final Map<String, PrivacyRules> tenants;

    PrivacyPolicy(String version, PrivacyRules everybody, Map<String, PrivacyRules> tenants) {
        this.version = version;
        this.everybody = everybody;
        this.tenants = Map.copyOf(tenants);
    }

    /** Without a file: everything found is pseudonymized. */
    public static PrivacyPolicy standard() {
        return new PrivacyPolicy(NO_FILE, PrivacyRules.standard(), Map.of());
    }

    /** Names the file's content. */
    public String version() {
        return version;
    }

    /** The rules of a tenant; of everybody, when the file does not name it. */
    public PrivacyRules rules(String tenant) {
        return tenants.getOrDefault(tenant, everybody);
    }

    /** How many tenants have rules of their own. */
    public int tenants() {
        return tenants.size();
    }

    @Override
    public String toString() {
        return "PrivacyPolicy[" + version + ", " + everybody + ", " + tenants.size() + " tenants]";
    }
}
