using DeAI.Chain.Learning.Data;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Learning.Tests.Data;

public sealed class DatasetSchemaTests
{
    [Theory]
    [InlineData("driver_id", "schema.personal_field")]
    [InlineData("customers", "schema.personal_field")]
    [InlineData("names", "schema.personal_field")]
    [InlineData("e_mail", "schema.personal_field")]
    [InlineData("tail_number", "schema.personal_field")]
    [InlineData("unit_prices2", "schema.price_field")]
    [InlineData("p_r_i_c_e", "schema.price_field")]
    [InlineData("freight_rate", "schema.price_field")]
    [InlineData("fee3", "schema.price_field")]
    [InlineData("free_seats", "schema.capacity_field")]
    [InlineData("load_factor", "schema.capacity_field")]
    [InlineData("capacityleft", "schema.capacity_field")]
    [InlineData("bid_count", "schema.strategy_field")]
    [InlineData("route_plan", "schema.strategy_field")]
    [InlineData("demand_next_week", "schema.strategy_field")]
    public void Create_ForbiddenWord_IsRefused(string column, string code) =>
        Assert.Equal(code, Create(Column(column)).Refusal?.Code.Value);

    [Theory]
    [InlineData(ColumnKind.Person, "schema.personal_field")]
    [InlineData(ColumnKind.Price, "schema.price_field")]
    [InlineData(ColumnKind.Capacity, "schema.capacity_field")]
    [InlineData(ColumnKind.Strategy, "schema.strategy_field")]
    [InlineData(ColumnKind.None, "schema.unknown_kind")]
    [InlineData((ColumnKind)8, "schema.unknown_kind")]
    public void Create_ForbiddenKind_IsRefusedWhateverTheName(ColumnKind kind, string code) =>
        Assert.Equal(code, Create(Column("weight") with { Kind = kind }).Refusal?.Code.Value);

    [Theory]
    [InlineData("delay_minutes")]
    [InlineData("discharge_minutes")]
    [InlineData("destination")]
    [InlineData("temperature_2")]
    [InlineData("planned_arrival")]
    [InlineData("loading_minutes")]
    public void Create_OrdinaryWord_IsAccepted(string column) => Assert.True(Create(Column(column)).IsOk);

    [Theory]
    [InlineData("")]
    [InlineData("Price")]
    [InlineData("_delay")]
    [InlineData("delay_")]
    [InlineData("a__b")]
    [InlineData("1st")]
    [InlineData("pr\u0456ce")]
    [InlineData("delay minutes")]
    public void Create_NameOutsideTheAlphabet_IsRefused(string column) =>
        Assert.Equal(SchemaErrors.BadName, Create(Column(column)).Refusal?.Code);

    [Fact]
    public void Create_BadNumbers_AreRefused()
    {
        DatasetColumn good = Column("delay");
        Assert.Equal(SchemaErrors.BadScale, Create(good with { Scale = 0 }).Refusal?.Code);
        Assert.Equal(SchemaErrors.BadScale, Create(good with { Scale = 1_000_001 }).Refusal?.Code);
        Assert.Equal(SchemaErrors.BadRange, Create(good with { Min = 11 }).Refusal?.Code);
        Assert.Equal(SchemaErrors.BadRange, Create(good with { Max = long.MaxValue }).Refusal?.Code);
        Assert.Equal(SchemaErrors.BadRange, Create(good with { Min = long.MinValue }).Refusal?.Code);
    }

    [Fact]
    public void Create_BadFrame_IsRefused()
    {
        Sequence<DatasetColumn> one = [Column("delay")];
        Assert.Equal(SchemaErrors.NoColumns, DatasetSchema.Create("a", "b", "c", []).Refusal?.Code);
        Assert.Equal(SchemaErrors.TooManyColumns, Create([.. Enumerable.Range(0, 65).Select(i => Column($"c{i}"))]).Refusal?.Code);
        Assert.Equal(SchemaErrors.DuplicateColumn, Create(Column("delay"), Column("delay")).Refusal?.Code);
        Assert.Equal(SchemaErrors.BadName, DatasetSchema.Create("A", "b", "c", one).Refusal?.Code);
        Assert.Equal(SchemaErrors.BadName, DatasetSchema.Create("a", "b c", "c", one).Refusal?.Code);
        Assert.Equal(SchemaErrors.BadPurpose, DatasetSchema.Create("a", "b", " ", one).Refusal?.Code);
        Assert.Equal(SchemaErrors.BadPurpose, DatasetSchema.Create("a", "b", new string('x', 257), one).Refusal?.Code);
        Assert.Equal(SchemaErrors.BadPurpose, DatasetSchema.Create("a", "b", "x\n", one).Refusal?.Code);
    }

    [Fact]
    public void Decode_OfEncode_IsTheSameSchema()
    {
        byte[] bytes = Canonical.Encode(FlightSchema.Value);
        Result<DatasetSchema> again = Canonical.Decode<DatasetSchema>(bytes);

        Assert.Equal(FlightSchema.Value, again.Value);
        Assert.Equal(bytes, Canonical.Encode(again.Value));
    }

    [Fact]
    public void Decode_ForbiddenFieldOnTheWire_IsRefusedByItsOwnCode()
    {
        CanonicalWriter writer = new();
        writer.WriteArrayHeader(4);
        writer.Write("a");
        writer.Write("b");
        writer.Write("c");
        writer.Write<DatasetColumn>([Column("price")]);

        Assert.Equal(SchemaErrors.PriceField, Canonical.Decode<DatasetSchema>(writer.WrittenSpan).Refusal?.Code);
    }

    [Fact]
    public void Decode_EveryTruncationAndFlip_NeverThrowsNorAliases()
    {
        byte[] bytes = Canonical.Encode(FlightSchema.Value);
        for (int i = 0; i < bytes.Length; i++)
        {
            Assert.False(Canonical.Decode<DatasetSchema>(bytes.AsSpan(0, i)).IsOk);
            byte[] changed = [.. bytes];
            changed[i] ^= (byte)(1 << (i % 8));
            Result<DatasetSchema> result = Canonical.Decode<DatasetSchema>(changed);
            Assert.True(!result.IsOk || Canonical.Encode(result.Value).AsSpan().SequenceEqual(changed));
        }
    }

    [Fact]
    public void CheckRow_ValuesAtAndBeyondTheEdges_AcceptsAndRefuses()
    {
        DatasetSchema schema = Create(Column("delay")).Value;
        Assert.True(schema.CheckRow([0]).IsOk);
        Assert.True(schema.CheckRow([10]).IsOk);
        Assert.Equal(SchemaErrors.ValueOutOfRange, schema.CheckRow([11]).Refusal?.Code);
        Assert.Equal(SchemaErrors.ValueOutOfRange, schema.CheckRow([-1]).Refusal?.Code);
        Assert.Equal(SchemaErrors.WrongColumnCount, schema.CheckRow([1, 2]).Refusal?.Code);
    }

    private static DatasetColumn Column(string name) => new(name, ColumnKind.Measurement, 1, 0, 10);

    private static Result<DatasetSchema> Create(params DatasetColumn[] columns) =>
        DatasetSchema.Create("set", "shipment_arrived", "test", Sequence.From(columns));
}
