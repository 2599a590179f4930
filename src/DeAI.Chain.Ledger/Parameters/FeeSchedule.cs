using DeAI.Chain.Ledger.Modules;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Ledger.Parameters;

/// <summary>The prices in force: those of the state before the block.</summary>
/// <param name="Base">For each transaction.</param>
/// <param name="PerByte">For each byte of the encoded transaction.</param>
/// <param name="PerStateWrite">For each entry that the message may write.</param>
/// <param name="PerMillionMultiplyAccumulates">For each million integer products, or part of it.</param>
public readonly record struct FeeSchedule(ulong Base, ulong PerByte, ulong PerStateWrite, ulong PerMillionMultiplyAccumulates)
{
    private const ulong Million = 1_000_000;

    public static FeeSchedule Read(IStateReader state) => new(
        ParameterStore.Get(state, LedgerParameters.FeeBase),
        ParameterStore.Get(state, LedgerParameters.FeePerByte),
        ParameterStore.Get(state, LedgerParameters.FeePerStateWrite),
        ParameterStore.Get(state, LedgerParameters.FeePerMillionMultiplyAccumulates));

    /// <summary>base + bytes * per byte + writes * per write + ceil(products / 10^6) * per million; what exceeds 64 bits is the greatest number.</summary>
    public Credits Fee(int bytes, Work work)
    {
        ulong millions = (work.MultiplyAccumulates / Million) + (work.MultiplyAccumulates % Million == 0 ? 0UL : 1UL);
        UInt128 writes = (UInt128)work.StateWrites * PerStateWrite;
        UInt128 products = (UInt128)millions * PerMillionMultiplyAccumulates;
        UInt128 limit = ulong.MaxValue;
        if (writes > limit || products > limit)
        {
            return new Credits(ulong.MaxValue);
        }

        UInt128 sum = checked(Base + ((UInt128)(uint)bytes * PerByte) + writes + products);
        return new Credits(sum > limit ? ulong.MaxValue : (ulong)sum);
    }
}
