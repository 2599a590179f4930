using System.Collections.Immutable;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Compute;

/// <summary>Chooses the fastest backend that this machine supports and that passes its known answers.</summary>
public static class BackendSelector
{
    /// <summary>Every backend, fastest first. A device backend joins here.</summary>
    public static ImmutableArray<ITensorBackend> All { get; } =
        [new Avx512Backend(), new AvxVnniBackend(), new Avx2Backend(), new VectorBackend(), new ScalarBackend()];

    /// <summary>The choice of this machine among <see cref="All"/>.</summary>
    public static BackendChoice Choose() => Choose(All.AsSpan());

    /// <param name="candidates">In order of preference.</param>
    /// <exception cref="InvalidOperationException">Not even the last candidate returns the known answers: nothing here can be trusted.</exception>
    public static BackendChoice Choose(ReadOnlySpan<ITensorBackend> candidates)
    {
        ImmutableArray<Refusal>.Builder passedOver = ImmutableArray.CreateBuilder<Refusal>();
        foreach (ITensorBackend candidate in candidates)
        {
            if (BackendSelfTest.Check(candidate).Refusal is not { } refusal)
            {
                return new BackendChoice(candidate, passedOver.ToImmutable());
            }

            passedOver.Add(refusal);
        }

        throw new InvalidOperationException($"No backend returns the known answers: {string.Join("; ", passedOver)}");
    }
}
