package dev.hawser.workflows.internal.language;

import dev.hawser.workflows.Condition;
import dev.hawser.workflows.StepPlan;
import dev.hawser.workflows.StepPlan.Arm;
import dev.hawser.workflows.StepPlan.ItemErrors;
import dev.hawser.workflows.StepPlan.ParallelBranch;
import dev.hawser.workflows.StepPlan.ParallelMode;
import dev.hawser.workflows.Value;
import dev.hawser.workflows.internal.language.StepsReader.Block;
import dev.hawser.workflows.internal.language.StepsReader.Body;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the steps that have steps inside them. */
final class FlowReader {
  private static final int DEFAULT_CONCURRENCY = 10;

  private final StepsReader steps;
  private final ValueReader values;
  private final ConditionReader conditions;

  FlowReader(StepsReader steps, ValueReader values, ConditionReader conditions) {
    this.steps = steps;
    this.values = values;
    this.conditions = conditions;
  }

  Body branch(Fields fields, StepContext context, int depth) {
    List<Arm> arms = new ArrayList<>();
    Map<String, String> ids = new HashMap<>();
    String taken = null;
    for (Part item : items(fields, "arms", "arm")) {
      Fields arm = Fields.of(item, StepGrammar.ARM);
      if (arm == null) {
        continue;
      }
      if (taken != null) {
        item.problem("this arm is never reached: the one before " + taken);
      }
      String id = StepsReader.id(arm.find("id"), "arm", ids);
      Part when = arm.find("when");
      Condition condition = null;
      if (when == null) {
        taken = "has no \"when\", so it takes all";
      } else {
        var read = conditions.read(when, context);
        condition = read.condition();
        if (Boolean.TRUE.equals(read.constant())) {
          taken = "always holds, so it takes all";
        } else if (Boolean.FALSE.equals(read.constant())) {
          when.problem("this arm is never reached: its condition never holds");
        }
      }
      arms.add(new Arm(id, condition, inner(arm, context.visibility().in(null), depth).steps()));
    }
    return header -> new StepPlan.Branch(header, arms);
  }

  Body parallel(Fields fields, StepContext context, int depth) {
    boolean race = "race".equals(fields.choice("mode"));
    List<ParallelBranch> branches = new ArrayList<>();
    Map<String, String> ids = new HashMap<>();
    for (Part item : items(fields, "branches", "branch")) {
      Fields branch = Fields.of(item, StepGrammar.PARALLEL_BRANCH);
      if (branch != null) {
        String id = StepsReader.id(branch.find("id"), "branch", ids);
        Block block = inner(branch, context.visibility().in(null), depth);
        branches.add(new ParallelBranch(id, block.steps()));
      }
    }
    ParallelMode mode = race ? ParallelMode.RACE : ParallelMode.ALL;
    return header -> new StepPlan.Parallel(header, mode, branches);
  }

  Body each(Fields fields, StepContext context, int depth) {
    Part itemsPart = fields.find("items");
    Value items = itemsPart == null ? ValueReader.NOTHING : values.list(itemsPart, context);
    int concurrency = fields.integer("concurrency", DEFAULT_CONCURRENCY);
    boolean collectErrors = "collect".equals(fields.choice("onItemError"));
    Visibility outside = context.visibility();
    Block block = inner(fields, outside.each(outside.self()), depth);
    Part collectPart = fields.find("collect");
    Value collect =
        collectPart == null
            ? null
            : values.value(collectPart, context.seeing(block.end().in(outside.self())));
    ItemErrors onItemError = collectErrors ? ItemErrors.COLLECT : ItemErrors.FAIL;
    return header ->
        new StepPlan.Each(header, items, concurrency, onItemError, block.steps(), collect);
  }

  private Block inner(Fields fields, Visibility visible, int depth) {
    Part list = fields.find("steps");
    return list == null ? new Block(List.of(), visible) : steps.block(list, visible, depth + 1);
  }

  private static List<Part> items(Fields fields, String name, String noun) {
    Part list = fields.find(name);
    List<Part> items = list == null ? null : list.list();
    if (list != null && items != null && items.isEmpty()) {
      list.problem("must have at least one " + noun);
    }
    return items == null ? List.of() : items;
  }
}
