package dev.polar.runtime.worker;

/** The names of what host and worker ask each other for. */
public final class Method {
    /** Host to worker: load the plugin and get ready. */
    public static final String START = "start";

    /** Host to worker: answer one call. */
    public static final String CALL = "call";

    /** Host to worker: what a channel adapter is asked. */
    public static final String CHANNEL = "channel";

    /** Host to worker: what a rule is asked. */
    public static final String RULE = "rule";

    /** Host to worker: records for an audit sink. */
    public static final String AUDIT = "audit";

    /** Host to worker: the plugin's {@code stop()}. */
    public static final String STOP = "stop";

    /** Either side: what was asked for is no longer wanted, as MCP says it. */
    public static final String CANCELLED = "notifications/cancelled";

    /** Worker to host: a line for the plugin's log. */
    public static final String LOG = "log";

    public static final String HTTP_SEND = "http.send";
    public static final String STORAGE_READ = "storage.read";
    public static final String STORAGE_WRITE = "storage.write";
    public static final String STORAGE_LIST = "storage.list";
    public static final String STORAGE_DELETE = "storage.delete";
    public static final String DOCUMENTS_PUT = "documents.put";
    public static final String DOCUMENTS_GET = "documents.get";
    public static final String DOCUMENTS_SEARCH = "documents.search";
    public static final String DOCUMENTS_REMOVE = "documents.remove";
    public static final String SECRETS_USE = "secrets.use";
    public static final String SECRETS_READ = "secrets.read";
    public static final String TOOLS_CALL = "tools.call";
    public static final String TOOLS_LIST = "tools.list";

    /** In a request: which call of the host's it is made for; absent if for none. */
    public static final String HANDLE = "handle";

    private Method() {}
}
