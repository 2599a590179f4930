using System.Collections.Immutable;
using DeAI.Chain.Consensus;
using DeAI.Chain.Primitives;
using DeAI.Chain.Simulation.Tracing;

namespace DeAI.Chain.ProtocolModel.Tests;

/// <summary>A trace with one step changed, so that it breaks a rule.</summary>
/// <param name="Trace">The whole trace.</param>
/// <param name="At">The index of the step that the model must not carry out.</param>
internal sealed record Corruption(ProtocolTrace Trace, int At)
{
    private static readonly Hash256 Nobodys = new([.. Enumerable.Repeat((byte)0xAB, Bytes32.Length)]);

    /// <summary>Makes the corruption, or null where the trace has no place for it.</summary>
    public static Corruption? Make(string name, ProtocolTrace trace) => name switch
    {
        "notarize_another_block" => Replace(trace, Find(trace, ProtocolEventKind.Notarize), static vote => vote with { Digest = Nobodys }),
        "notarize_twice" => Insert(trace, Find(trace, ProtocolEventKind.Notarize), static vote => vote),
        "notarize_an_earlier_view" => Insert(
            trace, FindEnterAfterSilence(trace), enter => trace.Events.First(IsNotarizeBefore(trace, enter)) with { Seat = enter.Seat }),
        "nullify_after_finalize" => Insert(
            trace, Find(trace, ProtocolEventKind.Finalize), static vote => vote with { Kind = ProtocolEventKind.Nullify, Digest = default }),
        "finalize_after_nullify" => FinalizeAfterNullify(trace),
        "finalize_before_the_notarization" => Insert(
            trace, Find(trace, ProtocolEventKind.Notarize), static vote => vote with { Kind = ProtocolEventKind.Finalize }),
        "propose_on_a_block_passed_over" => ProposeOnGrandparent(trace),
        "enter_a_view_too_many" => Insert(trace, Find(trace, ProtocolEventKind.Enter), static enter => enter with { View = enter.View.Next }),
        "commit_what_is_not_final" => CommitEarly(trace),
        "lose_a_finalize" => LoseFinalizes(trace),
        _ => throw new InvalidOperationException($"No corruption of the name {name}."),
    };

    private static Corruption? Replace(ProtocolTrace trace, int at, Func<ProtocolEvent, ProtocolEvent> change) =>
        at < 0 ? null : new Corruption(trace with { Events = trace.Events.SetItem(at, change(trace.Events[at])) }, at);

    private static Corruption? Insert(ProtocolTrace trace, int after, Func<ProtocolEvent, ProtocolEvent> make) =>
        after < 0 ? null : new Corruption(trace with { Events = trace.Events.Insert(after + 1, make(trace.Events[after])) }, after + 1);

    /// <summary>The first step of the kind, beyond the first view.</summary>
    private static int Find(ProtocolTrace trace, ProtocolEventKind kind) =>
        Index(trace, step => step.Kind == kind && step.View.Value > trace.Start.View.Value + 1);

    /// <summary>A node enters a view and voted nothing in the one before, which had a proposal.</summary>
    private static int FindEnterAfterSilence(ProtocolTrace trace) => Index(
        trace,
        enter => enter.Kind == ProtocolEventKind.Enter
            && trace.Events.Any(IsNotarizeBefore(trace, enter))
            && !trace.Events.Any(step => step.Seat == enter.Seat && step.View.Next == enter.View
                && step.Kind is ProtocolEventKind.Notarize or ProtocolEventKind.Nullify or ProtocolEventKind.Finalize));

    private static Func<ProtocolEvent, bool> IsNotarizeBefore(ProtocolTrace trace, ProtocolEvent enter) =>
        step => step.Kind == ProtocolEventKind.Notarize && step.View.Next == enter.View
            && trace.Events.IndexOf(step) < trace.Events.IndexOf(enter);

    private static Corruption? FinalizeAfterNullify(ProtocolTrace trace)
    {
        // A nullify in a view that is notarized in spite of it: nothing but this node's own vote is in the way of its finalize.
        int nullify = Index(trace, step => step.Kind == ProtocolEventKind.Nullify && trace.Events.Any(FinalizeOf(step.View)));
        if (nullify < 0)
        {
            return null;
        }

        ProtocolEvent vote = trace.Events[nullify];
        int finalize = Index(trace, FinalizeOf(vote.View));
        return Insert(trace, Math.Max(nullify, finalize), _ => trace.Events[finalize] with { Seat = vote.Seat });
    }

    private static Func<ProtocolEvent, bool> FinalizeOf(View view) => step => step.Kind == ProtocolEventKind.Finalize && step.View == view;

    private static Corruption? ProposeOnGrandparent(ProtocolTrace trace)
    {
        int at = Index(trace, step => step.Kind == ProtocolEventKind.Propose && step.Parent.View.Next == step.View && ParentOf(trace, step.Parent) is not null);
        return Replace(trace, at, step => step with { Parent = ParentOf(trace, step.Parent)!.Value });
    }

    private static BlockRef? ParentOf(ProtocolTrace trace, BlockRef block) =>
        trace.Events.FirstOrDefault(step => step.Kind == ProtocolEventKind.Propose && step.Digest == block.Digest)?.Parent;

    private static Corruption? CommitEarly(ProtocolTrace trace) => Insert(
        trace, Find(trace, ProtocolEventKind.Propose), static step => step with { Kind = ProtocolEventKind.Commit, Parent = default });

    /// <summary>Takes away all finalizes of one view but the first, so that it has no quorum where somebody commits it.</summary>
    private static Corruption? LoseFinalizes(ProtocolTrace trace)
    {
        if (Find(trace, ProtocolEventKind.Commit) is var commit && commit < 0)
        {
            return null;
        }

        ProtocolEvent final = trace.Events[commit];
        Func<ProtocolEvent, bool> isFinalize = FinalizeOf(final.View);
        ImmutableArray<ProtocolEvent> rest = trace.Events.RemoveAll(step => isFinalize(step) && step != trace.Events.First(isFinalize));
        return new Corruption(trace with { Events = rest }, rest.IndexOf(final));
    }

    private static int Index(ProtocolTrace trace, Func<ProtocolEvent, bool> predicate)
    {
        for (int i = 0; i < trace.Events.Length; i++)
        {
            if (predicate(trace.Events[i]))
            {
                return i;
            }
        }

        return -1;
    }
}
