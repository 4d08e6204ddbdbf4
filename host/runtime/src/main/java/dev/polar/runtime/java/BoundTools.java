package dev.polar.runtime.java;

import dev.polar.spi.Code;
import dev.polar.spi.ToolAnswer;
import dev.polar.spi.ToolId;
import dev.polar.spi.ToolInfo;
import dev.polar.spi.Tools;
import java.util.List;

/** Other tools, with the plugin's own types bound on its side of the border: past here the host sees JSON only. */
record BoundTools(Tools host, Binding binding) implements Tools {
    @Override
    public ToolAnswer call(ToolId tool, Object arguments) {
        var value = binding.write(arguments, Code.ARGUMENTS_INVALID);
        var answer = host.call(tool, binding.json(value));
        return new ToolAnswer(answer.text(), binding.adopt(answer.structured()));
    }

    @Override
    public List<ToolInfo> list() {
        return host.list();
    }
}
