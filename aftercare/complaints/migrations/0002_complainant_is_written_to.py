from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("complaints", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="complaint",
            name="complainant_email",
            field=models.EmailField(blank=True, default="", max_length=254),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="complaint",
            name="complainant_language",
            field=models.CharField(blank=True, default="", max_length=10),
            preserve_default=False,
        ),
    ]
