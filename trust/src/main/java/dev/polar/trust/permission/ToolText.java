package dev.polar.trust.permission;

import java.util.regex.Pattern;

/** The tool part of a selector; tools of MCP servers carry names of other people's making. */
final class ToolText {
    private static final Pattern TOOL = Pattern.compile("[A-Za-z0-9._:/$@=-]{1,200}");

    private ToolText() {}

    static int slash(Selector selector) {
        int slash = selector.text().indexOf('/');
        if (slash < 0) {
            throw selector.refused(selector.text().length(), "a tool is written plugin/tool");
        }
        return slash;
    }

    static String tool(Selector selector, int at, String text) {
        if (!TOOL.matcher(text).matches()) {
            throw selector.refused(at, "'" + Selector.shown(text) + "' is not a tool's name");
        }
        return text;
    }
}
