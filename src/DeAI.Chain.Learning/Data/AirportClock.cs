namespace DeAI.Chain.Learning.Data;

/// <summary>
/// From wall time at an airport to one common clock (UTC), with the time zones of the 229 US airports of the 2001 statistics and the US
/// daylight saving rules since 1987. Without it a flight that left the west coast would count as arrived up to five hours too early, and
/// its delay would leak into predictions made before it was known.
/// </summary>
/// <remarks>
/// Zones are those in force in 2001; Indiana's change of 2006 is followed. An airport that is not in the table is placed where it cannot
/// leak: far west (Hawaii) when its flights become history, far east (Atlantic) when they are predicted.
/// </remarks>
internal static class AirportClock
{
    /// <summary>Zone number by packed code; 0 is unknown.</summary>
    private static readonly byte[] ZoneOf = BuildTable();

    private enum Zone : byte
    {
        Unknown,
        Atlantic,
        Eastern,
        Indiana,
        Central,
        Mountain,
        Arizona,
        Pacific,
        Alaska,
        Hawaii,
    }

    /// <summary>UTC minute of a departure whose record enters the history: never too early.</summary>
    public static int UtcForHistory(int localMinute, AirportCode airport) => localMinute + West(localMinute, airport, Zone.Hawaii);

    /// <summary>UTC minute at which a flight is predicted: never too late.</summary>
    public static int UtcForQuery(int localMinute, AirportCode airport) => localMinute + West(localMinute, airport, Zone.Atlantic);

    /// <summary>How far the wall clock at an airport lags behind UTC, minutes; Central for an unknown airport (a feature, not a bound).</summary>
    public static int WestOfUtc(int localMinute, AirportCode airport) => West(localMinute, airport, Zone.Central);

    private static int West(int localMinute, AirportCode airport, Zone fallback)
    {
        Zone zone = airport.IsValid ? (Zone)ZoneOf[airport.Value] : Zone.Unknown;
        return zone switch
        {
            Zone.Unknown => West(localMinute, fallback),
            _ => West(localMinute, zone),
        };
    }

    private static int West(int localMinute, Zone zone)
    {
        int standard = zone switch
        {
            Zone.Atlantic => 240,
            Zone.Eastern or Zone.Indiana => 300,
            Zone.Central => 360,
            Zone.Mountain or Zone.Arizona => 420,
            Zone.Pacific => 480,
            Zone.Alaska => 540,
            _ => 600,
        };
        return IsDaylightSaving(localMinute, zone) ? standard - 60 : standard;
    }

    /// <summary>
    /// First Sunday of April to last Sunday of October up to 2006, second Sunday of March to first Sunday of November since (15 USC 260a and
    /// the Energy Policy Act of 2005), from 02:00 to 02:00 wall time.
    /// </summary>
    private static bool IsDaylightSaving(int localMinute, Zone zone)
    {
        int day = CivilTime.FloorDiv(localMinute - 120, CivilTime.MinutesPerDay);
        int year = CivilTime.YearOf(day);
        if (zone is Zone.Atlantic or Zone.Arizona or Zone.Hawaii || (zone is Zone.Indiana && year < 2006))
        {
            return false;
        }

        int start = year < 2007 ? SundayOnOrAfter(year, 4, 1) : SundayOnOrAfter(year, 3, 8);
        int end = year < 2007 ? SundayOnOrAfter(year, 10, 25) : SundayOnOrAfter(year, 11, 1);
        return day >= start && day < end;
    }

    private static int SundayOnOrAfter(int year, int month, int dayOfMonth)
    {
        int day = CivilTime.DayNumber(year, month, dayOfMonth);
        return day + (6 - CivilTime.Weekday(day));
    }

    private static byte[] BuildTable()
    {
        byte[] zones = new byte[AirportCode.MaxValue + 1];
        Fill(zones, Zone.Atlantic, "BQN SJU STT STX");
        Fill(
            zones,
            Zone.Eastern,
            "ABE ACY ALB APF ATL AVL AVP AZO BDL BGM BGR BOS BTV BUF BWI CAE CAK CHA CHS CLE CLT CMH CRW CVG DAB DAY DCA DTW ELM ERI EWR EYW FAY " +
            "FLL FNT GRR GSO GSP HPN IAD ILM ISP ITH JAX JFK LAN LEX LGA LWB MBS MCO MDT MHT MIA MLB MQT MYR ORF ORH PBI PHL PIT PVD PWM RDU RIC " +
            "ROA ROC RSW SAV SDF SRQ SWF SYR TLH TOL TPA TRI TVC TYS");
        Fill(zones, Zone.Indiana, "FWA IND SBN");
        Fill(
            zones,
            Zone.Central,
            "ABI ACT AMA AUS BHM BIS BMI BNA BPT BRO BTR CID CLL CMI CRP DAL DBQ DFW DLH DSM EVV FAR FSD FSM GFK GGG GPT GRB HOU HRL HSV IAH ICT " +
            "ILE JAN LAW LBB LFT LIT LNK LRD LSE MAF MCI MDW MEM MFE MKE MLI MLU MOB MOT MSN MSP MSY OKC OMA ORD PIA PNS RST SAT SGF SHV SJT SPS " +
            "STL SUX TUL TXK TYR VPS XNA");
        Fill(zones, Zone.Mountain, "ABQ BIL BOI BZN COS DEN DRO EGE ELP FCA GTF GUC HDN HLN JAC MSO MTJ RAP SLC");
        Fill(zones, Zone.Arizona, "PHX TUS");
        Fill(zones, Zone.Pacific, "BFL BUR EUG FAT GEG LAS LAX LGB MFR MRY OAK ONT PDX PSC PSP RNO SAN SBA SBP SEA SFO SJC SMF SNA");
        Fill(zones, Zone.Alaska, "ADQ AKN ANC BET BRW CDV DLG DUT FAI GST JNU KTN OME OTZ PSG SCC SIT WRG YAK");
        Fill(zones, Zone.Hawaii, "HNL ITO KOA LIH OGG");
        return zones;
    }

    private static void Fill(byte[] zones, Zone zone, string codes)
    {
        foreach (string text in codes.Split(' '))
        {
            if (!AirportCode.TryParse(text, out AirportCode code) || zones[code.Value] != 0)
            {
                throw new InvalidOperationException($"The table of time zones names '{text}' twice or it is no airport code.");
            }

            zones[code.Value] = (byte)zone;
        }
    }
}
