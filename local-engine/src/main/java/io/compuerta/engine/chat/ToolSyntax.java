package io.compuerta.engine.chat;

/** How a model writes calls of tools, between {@code <tool_call>} and {@code </tool_call>}. */
enum ToolSyntax {
    /** {@code {"name": ..., "arguments": {...}}}, as Qwen2.5 and Qwen3 do. */
    JSON,
    /** {@code <function=name><parameter=key>value</parameter></function>}, as Qwen3-Coder and Qwen3.5 do. */
    XML;

    static final String OPEN = "<tool_call>";
    static final String CLOSE = "</tool_call>";
}
