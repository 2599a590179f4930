using System.Runtime.InteropServices;
using System.Security.Cryptography;
using DeAI.Chain.Learning.Data;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Learning.Tests.Data;

public sealed class FlightFeatureEncoderTests
{
    private const int Width = FlightFeatureEncoder.Width;

    /// <summary>A January day at noon, so that no daylight saving applies.</summary>
    private const int Noon = (9 * 1440) + 720;

    [Fact]
    public void Encode_CommittedSample_GivesTheFrozenBytes()
    {
        EncodedFlights encoded = FlightFeatureEncoder.Encode(SampleFlights.Load("phx-2001-may.csv.gz")).Value;

        Assert.Equal(
            "f483ef4f8b10c73ab1517b21ec6973985fbc3c3e294e16cec9f2d016645e6a04",
            Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(encoded.Features))));
    }

    [Fact]
    public void Encode_OwnDelayChanged_LeavesTheRowAsItWas()
    {
        FlightRecord[] flights = Day(400);
        EncodedFlights before = FlightFeatureEncoder.Encode(flights).Value;
        FlightHistory history = new();
        sbyte[] row = new sbyte[Width];
        foreach (int i in ByDeparture(flights))
        {
            Assert.True(FlightFeatureEncoder.EncodeAt(flights[i] with { DelayMinutes = 999_999 }, history, row).IsOk);
            if (!flights.Where((f, j) => j != i && Utc(f) == Utc(flights[i])).Any())
            {
                Assert.Equal(before.Row(i), row);
            }

            Assert.True(history.Depart(flights[i]).IsOk);
        }
    }

    [Fact]
    public void Encode_DelayOfAFlightInTheAir_TouchesNoRowBeforeItLands()
    {
        FlightRecord[] flights = Day(300);
        EncodedFlights before = FlightFeatureEncoder.Encode(flights).Value;
        bool everSeen = false;
        for (int changed = 0; changed < flights.Length; changed += 7)
        {
            FlightRecord[] copy = [.. flights];
            copy[changed] = copy[changed] with { DelayMinutes = copy[changed].DelayMinutes > 60 ? -30 : 170 };
            EncodedFlights after = FlightFeatureEncoder.Encode(copy).Value;
            int landed = Utc(flights[changed]) + 45 + (flights[changed].DistanceMiles / 7);
            for (int i = 0; i < flights.Length; i++)
            {
                bool same = before.Row(i).SequenceEqual(after.Row(i));
                Assert.True(same || Utc(flights[i]) >= landed, $"row {i} saw the delay of flight {changed} in the air");
                everSeen |= !same;
            }
        }

        Assert.True(everSeen);
    }

    [Fact]
    public void Encode_InputInAnyOrder_GivesTheSameRows()
    {
        FlightRecord[] flights = Day(500);
        EncodedFlights straight = FlightFeatureEncoder.Encode(flights).Value;
        int[] order = [.. Enumerable.Range(0, flights.Length)];
        new Random(5).Shuffle(order);
        EncodedFlights shuffled = FlightFeatureEncoder.Encode([.. order.Select(i => flights[i])]).Value;
        for (int i = 0; i < order.Length; i++)
        {
            Assert.Equal(straight.Row(order[i]), shuffled.Row(i));
            Assert.Equal(straight.Late[order[i]], shuffled.Late[i]);
            Assert.Equal(straight.DelayMinutes[order[i]], shuffled.DelayMinutes[i]);
        }
    }

    [Fact]
    public void Encode_InTwoPartsWithOneHistory_EqualsTheWhole()
    {
        FlightRecord[] flights = [.. Day(400).OrderBy(Utc)];
        int cut = Enumerable.Range(200, 100).First(i => Utc(flights[i]) > Utc(flights[i - 1]));
        EncodedFlights whole = FlightFeatureEncoder.Encode(flights).Value;
        FlightHistory history = new();
        EncodedFlights first = FlightFeatureEncoder.Encode(flights.AsSpan(0, cut), history).Value;
        EncodedFlights second = FlightFeatureEncoder.Encode(flights.AsSpan(cut), history).Value;

        Assert.Equal(whole.Features, [.. first.Features, .. second.Features]);
        Assert.Equal(flights.Length, history.Count);
    }

    [Fact]
    public void Encode_Labels_FollowTheirDefinition()
    {
        int[] delays = [-1440, -60, 0, 15, 16, 180, 2880];
        FlightRecord[] flights = [.. delays.Select((d, i) => Flight(Noon + i, d, "ORD", "ATL"))];
        EncodedFlights encoded = FlightFeatureEncoder.Encode(flights).Value;

        Assert.Equal([0, 0, 0, 0, 1, 1, 1], encoded.Late);
        Assert.Equal([-60, -60, 0, 15, 16, 180, 180], encoded.DelayMinutes);
        Assert.False(encoded.Features.Contains(sbyte.MinValue));
    }

    [Fact]
    public void Encode_FlightLandedInWallTimeButNotYetInFact_IsNotSeen()
    {
        // Leaves Los Angeles at 12:00 Pacific, 14:00 Central; lands in Chicago by 12:00 + 294 minutes = 16:54 Pacific, 18:54 Central.
        FlightRecord early = Flight(Noon, 180, "LAX", "ORD", 1745);
        FlightRecord wrongly = Flight(Noon + 300, 0, "ORD", "ATL");
        FlightRecord rightly = Flight(Noon + 420, 0, "ORD", "ATL");
        EncodedFlights late = FlightFeatureEncoder.Encode([early, wrongly, rightly]).Value;
        EncodedFlights punctual = FlightFeatureEncoder.Encode([early with { DelayMinutes = 0 }, wrongly, rightly]).Value;

        Assert.Equal(punctual.Row(1), late.Row(1));
        Assert.False(punctual.Row(2).SequenceEqual(late.Row(2)));
    }

    [Fact]
    public void UnknownAirport_ErrsOnTheSideOfNotLeaking()
    {
        Assert.True(AirportCode.TryParse("ZZZ", out AirportCode unknown));
        Assert.Equal(Noon + 600, AirportClock.UtcForHistory(Noon, unknown));
        Assert.Equal(Noon + 240, AirportClock.UtcForQuery(Noon, unknown));

        // The encoder must cope with the two clocks of one airport.
        FlightRecord[] flights = [Flight(Noon, 5, "ZZZ", "ORD"), Flight(Noon + 1, 5, "ZZZ", "ORD"), Flight(Noon, 5, "ORD", "ZZZ")];
        Assert.True(FlightFeatureEncoder.Encode(flights).IsOk);
    }

    [Theory]
    [InlineData("ORD", 2001, 4, 1, 60, 360)]
    [InlineData("ORD", 2001, 4, 1, 120, 300)]
    [InlineData("ORD", 2001, 10, 28, 60, 300)]
    [InlineData("ORD", 2001, 10, 28, 120, 360)]
    [InlineData("ORD", 2006, 3, 20, 720, 360)]
    [InlineData("ORD", 2007, 3, 20, 720, 300)]
    [InlineData("PHX", 2001, 7, 1, 720, 420)]
    [InlineData("DEN", 2001, 7, 1, 720, 360)]
    [InlineData("IND", 2001, 7, 1, 720, 300)]
    [InlineData("IND", 2006, 7, 1, 720, 240)]
    [InlineData("HNL", 2001, 7, 1, 720, 600)]
    [InlineData("SJU", 2001, 7, 1, 720, 240)]
    [InlineData("ANC", 2001, 1, 1, 720, 540)]
    public void WestOfUtc_FollowsZoneAndDaylightSaving(string airport, int year, int month, int day, int minute, int west)
    {
        Assert.True(AirportCode.TryParse(airport, out AirportCode code));
        Assert.Equal(west, AirportClock.WestOfUtc((CivilTime.DayNumber(year, month, day) * 1440) + minute, code));
    }

    [Fact]
    public void EncodeAt_BeforeTheHistory_IsRefused()
    {
        FlightHistory history = new();
        sbyte[] row = new sbyte[Width];
        Assert.True(history.Depart(Flight(Noon, 0, "ORD", "ATL")).IsOk);

        Assert.Equal(FlightErrors.OutOfOrder, FlightFeatureEncoder.EncodeAt(Flight(Noon - 1, 0, "ORD", "ATL"), history, row).Refusal?.Code);
        Assert.Equal(FlightErrors.OutOfOrder, history.Depart(Flight(Noon - 1, 0, "ORD", "ATL")).Refusal?.Code);
        Assert.Equal(1, history.Count);
    }

    [Fact]
    public void Encode_HostileRecords_AreRefusedByName()
    {
        FlightRecord good = Flight(Noon, 0, "ORD", "ATL");
        Assert.Equal(FlightErrors.BadDate, Refusal(good with { Minute = int.MaxValue }));
        Assert.Equal(FlightErrors.BadDate, Refusal(good with { Minute = int.MinValue }));
        Assert.Equal(FlightErrors.BadDelay, Refusal(good with { DelayMinutes = int.MinValue }));
        Assert.Equal(FlightErrors.BadDistance, Refusal(good with { DistanceMiles = int.MaxValue }));
        Assert.Equal(FlightErrors.BadAirport, Refusal(good with { Origin = default }));
        Assert.Equal(FlightErrors.BadAirport, Refusal(good with { Destination = new AirportCode(ushort.MaxValue) }));
        Assert.Equal(FlightErrors.SameAirport, Refusal(good with { Destination = good.Origin }));
        Assert.Throws<ArgumentException>(() => FlightFeatureEncoder.EncodeAt(good, new FlightHistory(), new sbyte[Width - 1]));

        // The ends of the range, decades apart, in one history.
        FlightRecord[] ends = [good with { Minute = FlightLimits.MinMinute }, good, good with { Minute = FlightLimits.MaxMinute }];
        Assert.True(FlightFeatureEncoder.Encode(ends).IsOk);
    }

    [Fact]
    public void DecayedSum_LongSilence_ForgetsAndReturnsThePrior()
    {
        DecayedSum sum = default;
        sum.Add(1000, 160);
        Assert.Equal(80, sum.Mean(1000, 0, 1));
        Assert.Equal(54, sum.Mean(1005, 0, 1)); // the weight of 1 has become (7/8)^5 = 0.51
        Assert.Equal(7, sum.Mean(1200, 7, 1));
        Assert.Equal(0, sum.WeightTimes16(1200));
    }

    [Fact]
    public void Encode_CommittedMay_RanksLateFlightsByRecentDelaysAlone()
    {
        // No training: the plain sum of the delay means (columns 15 to 39) must tell late flights from others on unseen data.
        EncodedFlights encoded = FlightFeatureEncoder.Encode(SampleFlights.Load("ord-2001-may.csv.gz")).Value;
        List<(int Score, int Late)> scored = [];
        for (int i = 0; i < encoded.Count; i++)
        {
            int score = 0;
            foreach (sbyte value in encoded.Row(i)[15..40])
            {
                score += value;
            }

            scored.Add((score, encoded.Late[i]));
        }

        Assert.InRange(AreaUnderCurve(scored), 0.66, 0.80);
    }

    private static double AreaUnderCurve(List<(int Score, int Late)> scored)
    {
        double late = scored.Sum(s => s.Late);
        double area = 0;
        double lateBelow = 0;
        foreach (IGrouping<int, (int Score, int Late)> tie in scored.GroupBy(s => s.Score).OrderBy(g => g.Key))
        {
            double lateHere = tie.Sum(s => s.Late);
            area += (tie.Count() - lateHere) * (late - lateBelow - (lateHere / 2));
            lateBelow += lateHere;
        }

        return area / (late * (scored.Count - late));
    }

    private static ReasonCode? Refusal(FlightRecord flight) => FlightFeatureEncoder.Encode([flight]).Refusal?.Code;

    private static FlightRecord[] Day(int count) => [.. SampleFlights.Load("lax-2001-may.csv.gz").Take(count)];

    private static IEnumerable<int> ByDeparture(FlightRecord[] flights) =>
        Enumerable.Range(0, flights.Length).OrderBy(i => Utc(flights[i]));

    private static int Utc(FlightRecord flight) => AirportClock.UtcForHistory(flight.Minute, flight.Origin);

    private static FlightRecord Flight(int minute, int delay, string origin, string destination, int miles = 606)
    {
        Assert.True(AirportCode.TryParse(origin, out AirportCode from));
        Assert.True(AirportCode.TryParse(destination, out AirportCode to));
        return new FlightRecord(minute, delay, miles, from, to);
    }
}
