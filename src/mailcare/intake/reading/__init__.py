"""Pure: bytes → Message; runs in reader processes; touches neither store nor vault nor wire."""
