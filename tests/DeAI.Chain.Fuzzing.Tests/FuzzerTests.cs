using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Fuzzing.Tests;

public sealed class FuzzerTests
{
    private const int Inputs = 100_000;

    private static readonly AllocationBound Little = new(1024, 1);

    [Fact]
    public void Decoders_DamagedInputs_RefuseThemWithinTheBoundOrReadTheirOneForm()
    {
        long run = 0;
        List<Fault> faults = [];
        double shares = DecoderCatalogue.All.Sum(static decoder => 1.0 / decoder.Rarity);
        foreach (Decoder decoder in DecoderCatalogue.All)
        {
            Fuzzer fuzzer = new(decoder, seed: 20_261_122);
            fuzzer.Run((long)Math.Ceiling(Inputs / shares / decoder.Rarity));
            run += fuzzer.Inputs;
            faults.AddRange(fuzzer.Faults);
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
        Assert.True(run >= Inputs, $"only {run} inputs were run");
    }

    [Fact]
    public void Run_DecoderThatThrows_IsAFault() =>
        AssertFault("IndexOutOfRange", Of(static input => Result.Of((int)input[8])));

    [Fact]
    public void Run_DecoderThatAllocatesByALength_IsAFault() =>
        AssertFault("allocated", Of(static input => Result.Of(new byte[input.Length == 0 ? 0 : input[0] << 12].Length)));

    [Fact]
    public void Run_DecoderWithTwoFormsOfOneValue_IsAFault() =>
        AssertFault("its form is", Of(static input => Result.Of(input.Length), static _ => [1, 2, 3, 4, 5, 6, 7, 8, 9]));

    [Fact]
    public void Run_RefusalWithoutAReason_IsAFault() =>
        AssertFault("no reason", Of(static input => input.Length == 9 ? Result.Of(1) : Result.Refuse<int>(new ReasonCode("BAD"), "short")));

    [Fact]
    public void Run_DecoderWithoutFault_HasNone()
    {
        Fuzzer fuzzer = new(Of(static input => input.Length == 9 ? Result.Of(1) : Result.Refuse<int>(EncodingErrors.Truncated, "short")), 1);
        fuzzer.Run(500);
        Assert.Empty(fuzzer.Faults);
        Assert.Equal(500, fuzzer.Inputs);
        Assert.InRange(fuzzer.Accepted, 1, 499);
    }

    private static void AssertFault(string what, Decoder decoder)
    {
        Fuzzer fuzzer = new(decoder, 1);
        fuzzer.Run(500);
        Assert.Contains(fuzzer.Faults, fault => fault.What.Contains(what, StringComparison.Ordinal));
    }

    private static CustomDecoder<int> Of(Func<byte[], Result<int>> decode, Func<int, byte[]>? encode = null) =>
        new("test.planted", Little, static () => [[0, 2, 3, 4, 5, 6, 7, 8, 9]], decode, encode);
}
