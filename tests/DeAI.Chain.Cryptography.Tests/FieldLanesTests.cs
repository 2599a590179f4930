using System.Numerics;
using DeAI.Chain.Cryptography.Lanes;
using Xunit.Abstractions;

namespace DeAI.Chain.Cryptography.Tests;

/// <summary>Field arithmetic in lanes against <see cref="BigInteger"/>.</summary>
public sealed class FieldLanesTests(ITestOutputHelper output)
{
    private readonly Random _random = new(20261122);

    [Fact]
    public void Operations_OnRandomAndExtremeLimbs_AgreeWithBigIntegers()
    {
        if (!LanesTests.Supported(output))
        {
            return;
        }

        for (int round = 0; round < 300; round++)
        {
            FieldLanes f = Limbs(round);
            FieldLanes g = Limbs(round / 3);
            BigInteger[] a = Numbers(ref f);
            BigInteger[] b = Numbers(ref g);
            FieldLanes result = default;
            FieldLanes.Multiply(ref result, f, g);
            AssertSmall(ref result);
            AssertNumbers(ref result, lane => a[lane] * b[lane]);
            FieldLanes.Square(ref result, f);
            AssertSmall(ref result);
            AssertNumbers(ref result, lane => a[lane] * a[lane]);
            FieldLanes.SquareTwice(ref result, f);
            AssertSmall(ref result);
            AssertNumbers(ref result, lane => 2 * a[lane] * a[lane]);
            FieldLanes.Add(ref result, f, g);
            Assert.Equal(a.Zip(b, static (x, y) => x + y), Numbers(ref result));
            FieldLanes.Subtract(ref result, f, g);
            Assert.Equal(a.Zip(b, static (x, y) => x - y), Numbers(ref result));
        }
    }

    [Fact]
    public void Invert_OfRandomNumbersAndZero_GivesWhatMultipliesToOne()
    {
        if (!LanesTests.Supported(output))
        {
            return;
        }

        FieldLanes f = Limbs(0);
        for (int limb = 0; limb < FieldLanes.Limbs; limb++)
        {
            f.Values[8 * limb] = 0;
        }

        BigInteger[] a = Numbers(ref f);
        FieldLanes inverse = default;
        FieldLanes.Invert(ref inverse, f);
        AssertNumbers(ref inverse, lane => FieldNumber.Invert(FieldNumber.Modulo(a[lane])));
    }

    [Fact]
    public void SetAndEncode_NumbersAroundTheEnds_GiveTheReducedBytes()
    {
        BigInteger p = FieldNumber.Prime;
        BigInteger[] numbers = [0, 1, 18, 19, 20, p - 1, p - 2, p - 19, p / 2, (p / 2) + 1, (BigInteger.One << 254) - 1, (BigInteger.One << 230) - 1];
        foreach (BigInteger number in numbers)
        {
            FieldLanes lanes = default;
            FieldNumber.Set(ref lanes, 3, number);
            Assert.Equal(number, Decoded(ref lanes, 3));
            Assert.Equal(BigInteger.Zero, Decoded(ref lanes, 2));
        }
    }

    /// <summary>A number below zero or from p on, as sums leave them before the next product.</summary>
    [Fact]
    public void Encode_UnreducedLimbs_Reduces()
    {
        FieldLanes lanes = default;
        int[] offsets = [-19, -18, -1, 0, 1];
        for (int i = 0; i < offsets.Length; i++)
        {
            FieldNumber.Set(ref lanes, i, 0);
            lanes.Values[i] = offsets[i];
            Assert.Equal(FieldNumber.Modulo(offsets[i]), Decoded(ref lanes, i));
        }

        // p itself: 2^255 as twice the half of the top limb's range, less 19.
        lanes.Values[7] = -19;
        lanes.Values[(8 * 9) + 7] = 1L << 25;
        Assert.Equal(BigInteger.Zero, Decoded(ref lanes, 7));
    }

    private static BigInteger Decoded(ref FieldLanes lanes, int lane)
    {
        Span<byte> bytes = stackalloc byte[32];
        FieldNumber.Encode(ref lanes, lane, bytes);
        return new BigInteger(bytes, isUnsigned: true);
    }

    private static void AssertNumbers(ref FieldLanes lanes, Func<int, BigInteger> expected)
    {
        for (int lane = 0; lane < 8; lane++)
        {
            Assert.Equal(FieldNumber.Modulo(expected(lane)), Decoded(ref lanes, lane));
        }
    }

    private static void AssertSmall(ref FieldLanes lanes)
    {
        for (int i = 0; i < FieldLanes.Limbs; i++)
        {
            double bound = 1.01 * (1L << (25 - (i & 1)));
            for (int lane = 0; lane < 8; lane++)
            {
                Assert.InRange(lanes.Values[(8 * i) + lane], -bound, bound);
            }
        }
    }

    private static BigInteger[] Numbers(ref FieldLanes lanes)
    {
        BigInteger[] numbers = new BigInteger[8];
        for (int lane = 0; lane < 8; lane++)
        {
            for (int i = 0; i < FieldLanes.Limbs; i++)
            {
                numbers[lane] += (BigInteger)lanes.Values[(8 * i) + lane] << ((51 * (i / 2)) + (26 * (i & 1)));
            }
        }

        return numbers;
    }

    /// <summary>Limbs up to the largest that a factor may have; in some rounds all of them as large as that, with all patterns of signs.</summary>
    private FieldLanes Limbs(int round)
    {
        FieldLanes lanes = default;
        for (int i = 0; i < FieldLanes.Limbs; i++)
        {
            long bound = (long)(3.3 * (1L << (25 - (i & 1))));
            for (int lane = 0; lane < 8; lane++)
            {
                lanes.Values[(8 * i) + lane] = (round % 4) switch
                {
                    0 => bound,
                    1 => -bound,
                    2 => _random.Next(2) == 0 ? bound : -bound,
                    _ => _random.NextInt64(-bound, bound + 1),
                };
            }
        }

        return lanes;
    }
}
