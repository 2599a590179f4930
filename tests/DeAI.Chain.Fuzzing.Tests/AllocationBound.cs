namespace DeAI.Chain.Fuzzing.Tests;

/// <summary>What one call may allocate on the heap, in all: <c>Constant + PerByte x length of the input</c>, in bytes.</summary>
internal readonly record struct AllocationBound(long Constant, int PerByte)
{
    public long For(int length) => Constant + ((long)PerByte * length);
}
