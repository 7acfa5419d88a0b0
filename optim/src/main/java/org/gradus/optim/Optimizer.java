package org.gradus.optim;

import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;
import org.gradus.core.Gradients;
import org.gradus.core.Layer;
import org.gradus.core.Parameter;
import org.gradus.core.Tensor;
import org.gradus.core.backend.Workers;
import org.gradus.optim.gradient.GradientTransform;
import org.gradus.optim.gradient.Objective;
import org.gradus.optim.gradient.ParameterVector;
import org.gradus.optim.rule.EvaluatedElsewhere;
import org.gradus.optim.rule.JointRule;
import org.gradus.optim.rule.Part;
import org.gradus.optim.rule.ProbingRule;
import org.gradus.optim.rule.SlotSpec;
import org.gradus.optim.rule.Slots;
import org.gradus.optim.rule.StepContext;
import org.gradus.optim.rule.UpdateRule;
import org.gradus.optim.rule.Workspace;
import org.gradus.optim.rule.WrappedRule;
import org.gradus.optim.schedule.Schedule;

/**
 * Applies an {@link UpdateRule} to parameters, step by step, and owns all state that this needs.
 *
 * <pre>{@code
 * Optimizer optimizer = Optimizer.of(model, AdamW.defaults(), Schedule.cosine(1e-3, 900).withWarmUp(100));
 * Tensor loss = model.forward(x, pass).crossEntropy(labels);
 * StepReport report = optimizer.step(loss.backward());
 * }</pre>
 *
 * <p>Batch, stochastic and mini-batch gradient descent are one optimizer and three sizes of a batch B, whose mean loss is
 * differentiated: {@code θ ← θ − η · 1/|B| · Σ ∇Lᵢ(θ)} over i in B, with {@link org.gradus.optim.rule.Sgd Sgd}. With all samples
 * in B it is (batch) gradient descent, with one stochastic, with some mini-batch descent. {@link GradientAccumulation} makes
 * steps of batches that are too large for one pass.
 *
 * <p>A parameter that is frozen or has no gradient in a step stays bit for bit as it was, and so does its state; one with a
 * gradient of zeros does not, as momentum and decay go on. A parameter that several layers share is moved once. A step whose
 * gradients are not finite changes nothing. Only applied steps count, and the schedule is asked for the number of steps
 * applied before. Not for use by several threads at once.
 */
public final class Optimizer {
    private final UpdateRule rule;
    private final Schedule schedule;
    private final OptimizerOptions options;
    private final IdentityHashMap<Parameter, Member> members = new IdentityHashMap<>();
    private final List<Member> inOrder = new ArrayList<>();
    private final Map<UpdateRule, Slots> shared = new LinkedHashMap<>();
    private final Workspace workspace = new Workspace();
    private long applied;
    private boolean showingEvaluationWeights;

    private Optimizer(Collection<Parameter> parameters, UpdateRule rule, Schedule schedule, OptimizerOptions options) {
        this.rule = rule;
        this.schedule = schedule;
        this.options = options;
        Map<String, Parameter> byPath = new LinkedHashMap<>();
        for (Parameter parameter : parameters) {
            if (members.containsKey(parameter)) {
                continue;
            }
            if (byPath.put(parameter.path(), parameter) != null) {
                throw new IllegalArgumentException("optimizer: two parameters have the path '" + parameter.path()
                        + "'; register both models as children of one layer");
            }
            Member member = member(parameter);
            members.put(parameter, member);
            inOrder.add(member);
        }
        for (ParameterGroup group : options.groups()) {
            if (byPath.values().stream().noneMatch(group.members())) {
                throw new IllegalArgumentException("optimizer: no parameter belongs to group '" + group.name()
                        + "'; the parameters are " + byPath.keySet());
            }
        }
    }

    /**
     * An optimizer of all parameters of a model.
     *
     * @param model the model
     * @param rule how parameters move
     * @param schedule the learning rate
     * @return the optimizer
     * @throws IllegalArgumentException when the rule does not suit a parameter
     */
    public static Optimizer of(Layer model, UpdateRule rule, Schedule schedule) {
        return of(model, rule, schedule, OptimizerOptions.defaults());
    }

    /**
     * An optimizer of all parameters of a model, with options.
     *
     * @param model the model
     * @param rule how parameters move
     * @param schedule the learning rate
     * @param options groups, transforms and the rest
     * @return the optimizer
     * @throws IllegalArgumentException when a rule does not suit a parameter, or a group has no members
     */
    public static Optimizer of(Layer model, UpdateRule rule, Schedule schedule, OptimizerOptions options) {
        return new Optimizer(model.parameters(), rule, schedule, options);
    }

    /**
     * An optimizer of some parameters.
     *
     * @param parameters the parameters; one that occurs twice counts once
     * @param rule how parameters move
     * @param schedule the learning rate
     * @param options groups, transforms and the rest
     * @return the optimizer
     * @throws IllegalArgumentException when a rule does not suit a parameter, a group has no members, or two parameters have
     *     the same path
     */
    public static Optimizer of(
            Collection<Parameter> parameters, UpdateRule rule, Schedule schedule, OptimizerOptions options) {
        return new Optimizer(parameters, rule, schedule, options);
    }

    /**
     * Another optimizer of the same parameters, with the same rule and options and a copy of all state. It moves the same
     * weights; what it does to its state leaves this one's alone.
     *
     * @param otherSchedule its learning rate, first asked for {@link #steps()}
     * @param nonFinite what it does with a step whose gradients are not finite
     * @return the copy
     * @throws IllegalStateException within {@link #evaluate}
     */
    public Optimizer copy(Schedule otherSchedule, NonFinite nonFinite) {
        checkTraining();
        Optimizer copy = new Optimizer(parameters(), rule, otherSchedule, options.withNonFinite(nonFinite));
        copy.load(state());
        return copy;
    }

    private Member member(Parameter parameter) {
        UpdateRule chosen = rule;
        double rateFactor = 1;
        OptionalDouble decay = OptionalDouble.empty();
        boolean frozen = false;
        for (ParameterGroup group : options.groups()) {
            if (group.members().test(parameter)) {
                UpdateRule own = group.rule();
                chosen = own == null ? chosen : own;
                rateFactor *= group.rateFactor();
                decay = group.decay().isPresent() ? group.decay() : decay;
                frozen |= group.frozen();
            }
        }
        if (chosen != rule && WrappedRule.find(ProbingRule.class, chosen).isPresent()) {
            throw new IllegalArgumentException("optimizer: " + chosen
                    + " takes gradients at other points and cannot be the rule of a group; make it the optimizer's");
        }
        boolean averaged = options.average() != null && !frozen;
        if (averaged && WrappedRule.find(EvaluatedElsewhere.class, chosen).isPresent()) {
            throw new IllegalArgumentException("optimizer: " + chosen
                    + " keeps weights for use of its own and takes no weight average; leave one of the two out");
        }
        boolean decays = options.decayAll() || !Member.isBiasOrNorm(parameter);
        Optional<JointRule> joint = WrappedRule.find(JointRule.class, chosen);
        Slots jointly = joint.isPresent()
                ? shared.computeIfAbsent(chosen, fresh -> Slots.of(joint.get().sharedSlots()))
                : Slots.of(SlotSpec.none());
        return new Member(parameter, chosen, rateFactor, new Member.Decay(decay, decays), frozen, averaged, jointly);
    }

    /**
     * Moves the parameters by one step.
     *
     * @param gradients what {@link Tensor#backward()} of the loss returned
     * @return what was done
     * @throws IllegalStateException when the rule needs {@link #step(Objective)}, within {@link #evaluate}, or when the
     *     schedule's value is negative or no finite float
     * @throws ArithmeticException when the gradients are not finite and {@link NonFinite#THROW} was chosen
     */
    public StepReport step(Gradients gradients) {
        checkTraining();
        if (probes()) {
            throw new IllegalStateException(
                    "optimizer: " + rule + " evaluates more than once in a step; call step(Objective)");
        }
        return step(vector(gradients), Optional.empty());
    }

    /**
     * Moves the parameters by one step.
     *
     * @param fault what is known not to be finite among what the gradients were made of
     */
    StepReport step(ParameterVector gradients, Optional<String> fault) {
        return apply(gradients, fault, List.of());
    }

    /** Whether a step needs an objective. */
    boolean probes() {
        return WrappedRule.find(ProbingRule.class, rule).isPresent();
    }

    UpdateRule rule() {
        return rule;
    }

    Workers workers() {
        return options.workers();
    }

    boolean trains(Parameter parameter) {
        Member member = members.get(parameter);
        return member != null && !member.isFrozen();
    }

    /** The report of a step that is left out. */
    StepReport skipped(String because) {
        return new StepReport(applied, rate(), 0, because);
    }

    /**
     * Moves the parameters by one step of a rule that may evaluate the objective more than once; other rules evaluate it once.
     *
     * @param objective what to minimise
     * @return what was done
     * @throws IllegalStateException within {@link #evaluate}, or when the schedule's value is negative or no finite float
     * @throws ArithmeticException when the gradients are not finite and {@link NonFinite#THROW} was chosen
     */
    public StepReport step(Objective objective) {
        checkTraining();
        Tensor loss = objective.loss(false);
        ParameterVector gradients = vector(loss.backward());
        List<Runnable> whenApplied = new ArrayList<>();
        Optional<ProbingRule> probing = WrappedRule.find(ProbingRule.class, rule.at(applied));
        if (probing.isPresent() && !gradients.entries().isEmpty() && Double.isFinite(gradients.norm())) {
            List<Part> parts = parts(gradients, rate());
            gradients = probing.get()
                    .gradients(parts, gradients, loss.item(), new ObjectiveProbe(objective, this::vector, whenApplied));
        }
        return apply(gradients, Optional.empty(), whenApplied);
    }

    void checkTraining() {
        if (showingEvaluationWeights) {
            throw new IllegalStateException(
                    "optimizer: the model holds its evaluation weights; step outside evaluate()");
        }
    }

    ParameterVector vector(Gradients gradients) {
        List<ParameterVector.Entry> entries = new ArrayList<>(inOrder.size());
        for (Member member : inOrder) {
            Optional<Tensor> gradient = gradients.find(member.parameter);
            if (gradient.isPresent() && !member.isFrozen()) {
                entries.add(new ParameterVector.Entry(member.parameter, gradient.get()));
            }
        }
        return ParameterVector.of(options.workers(), entries);
    }

    private StepReport apply(ParameterVector gradients, Optional<String> known, List<Runnable> whenApplied) {
        double rate = rate();
        if (gradients.entries().isEmpty()) {
            return skipped("no parameter that is trained has a gradient");
        }
        ParameterVector changed = gradients;
        Optional<String> fault = known.or(gradients::firstNonFinite);
        if (fault.isEmpty()) {
            for (GradientTransform transform : options.transforms()) {
                changed = transform.apply(applied, changed);
            }
            fault = changed.firstNonFinite().map(text -> text + " after the transforms");
        }
        if (fault.isPresent()) {
            if (options.nonFinite() == NonFinite.THROW) {
                throw new ArithmeticException("optimizer: step " + applied + ": " + fault.get()
                        + "; nothing was changed. Lower the learning rate, clip, or look for the op by checkFinite");
            }
            return new StepReport(applied, rate, gradients.norm(), fault.get());
        }
        if (changed.entries().isEmpty()) {
            return new StepReport(applied, rate, gradients.norm(), "the transforms left no gradient");
        }
        double share = share();
        List<Part> parts = parts(changed, rate);
        if (share > 0) {
            inOrder.forEach(Member::beginAverage);
        }
        whenApplied.forEach(Runnable::run);
        shared.forEach((joint, slots) -> prepare(joint.at(applied), parts, slots));
        for (Part part : parts) {
            Member member = trained(part.parameter());
            member.present().apply(part.context(), part.parameter(), part.gradient(), part.slots());
            part.parameter().update(); // ends what another thread has kept of weights that were half written
            member.stepped();
        }
        if (share > 0) {
            inOrder.forEach(member -> member.average(share, options.workers()));
        }
        applied++;
        return new StepReport(applied, rate, gradients.norm(), null);
    }

    private static void prepare(UpdateRule rule, List<Part> all, Slots slots) {
        List<Part> parts =
                all.stream().filter(p -> p.context().shared() == slots).toList();
        if (!parts.isEmpty()) {
            WrappedRule.find(JointRule.class, rule).ifPresent(joint -> joint.prepare(parts, slots));
        }
    }

    private double share() {
        WeightAverage average = options.average();
        double share = average == null ? 0 : average.share(applied);
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalStateException("optimizer: the weight average's share of step " + applied + " is " + share
                    + "; it must stay in [0, 1]");
        }
        return share;
    }

    private List<Part> parts(ParameterVector gradients, double rate) {
        List<Part> parts = new ArrayList<>(gradients.entries().size());
        for (ParameterVector.Entry entry : gradients.entries()) {
            Member m = trained(entry.parameter());
            m.prepare(applied);
            double own = rate * m.rateFactor;
            if (own > Float.MAX_VALUE) {
                throw new IllegalStateException("optimizer: the learning rate of '" + m.parameter.path() + "' in step "
                        + applied + " is " + rate + " times " + m.rateFactor + ", more than a float holds");
            }
            if (m.decay() > Float.MAX_VALUE || own * m.decay() > Float.MAX_VALUE) {
                throw new IllegalStateException(
                        "optimizer: the decay of '" + m.parameter.path() + "' in step " + applied
                                + " is " + m.decay() + " at a learning rate of " + own
                                + "; it and its product with the rate must stay below " + Float.MAX_VALUE);
            }
            StepContext context =
                    new StepContext(own, m.decay(), m.steps() + 1, applied, options.workers(), m.shared, workspace);
            parts.add(new Part(context, entry.parameter(), entry.tensor(), m.slots()));
        }
        return parts;
    }

    private Member trained(Parameter parameter) {
        Member member = members.get(parameter);
        if (member == null || member.isFrozen()) {
            throw new IllegalStateException("optimizer: a transform or rule returned a gradient for '"
                    + parameter.path() + "', which is not trained here");
        }
        return member;
    }

    static void overwrite(Parameter parameter, float[] values) {
        System.arraycopy(values, 0, parameter.update(), 0, values.length);
        parameter.update();
    }

    /**
     * Runs something while the model holds the weights for use: predicting, measuring or saving. With a
     * {@link WeightAverage}, or a rule that is {@link EvaluatedElsewhere}, these are exchanged for the weights in training and
     * afterwards put back, bit for bit; otherwise this just runs it.
     *
     * @param <T> what it returns
     * @param body what to run
     * @return its result
     */
    public <T> T evaluate(Supplier<T> body) {
        if (showingEvaluationWeights) {
            return body.get();
        }
        Map<Parameter, float[]> trained = new LinkedHashMap<>();
        showingEvaluationWeights = true;
        try {
            for (Member member : inOrder) {
                float[] forUse = member.weightsForUse(applied);
                if (forUse != null) {
                    trained.put(member.parameter, member.parameter.value().toArray());
                    overwrite(member.parameter, forUse);
                }
            }
            return body.get();
        } finally {
            trained.forEach(Optimizer::overwrite);
            showingEvaluationWeights = false;
        }
    }

    /**
     * The learning rate of the next step, before the factors of groups.
     *
     * @return the schedule's value
     * @throws IllegalStateException when it is negative or no finite float
     */
    public double rate() {
        double rate = schedule.at(applied);
        if (!(rate >= 0 && rate <= Float.MAX_VALUE)) {
            throw new IllegalStateException("optimizer: the learning rate of step " + applied + " is " + rate
                    + "; a schedule must stay in [0, " + Float.MAX_VALUE + "]");
        }
        return rate;
    }

    /**
     * The parameters in its hands, frozen ones too, each once.
     *
     * @return the parameters in order of registration
     */
    public List<Parameter> parameters() {
        return inOrder.stream().map(member -> member.parameter).toList();
    }

    /**
     * How many steps have been applied.
     *
     * @return the number
     */
    public long steps() {
        return applied;
    }

    /**
     * All state between steps, by name. Together with the model's state it continues the training exactly.
     *
     * @return copies
     */
    public OptimizerState state() {
        return StateLayout.save(inOrder, shared, applied);
    }

    /**
     * Replaces all state. Either all is replaced or, when anything does not fit, nothing. A state that was saved without an
     * average of the weights does not fit an optimizer that keeps one, nor the other way round, unless it is
     * {@link OptimizerState#withoutAverage}. NaN in the state does not fit either.
     *
     * @param state what {@link #state()} gave for the same parameters and rules
     * @throws IllegalArgumentException naming every difference at once
     */
    public void load(OptimizerState state) {
        applied = StateLayout.load(state, inOrder, shared);
    }

    /**
     * A table of all parameters with what applies to each: rule, factor of the rate, decay.
     *
     * @return several lines
     */
    public String summary() {
        return Summary.of(rule, schedule, options, inOrder);
    }
}
